package org.mvit4j.bench;

import java.util.Random;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.nn.RecipeWeights;

/** What the benchmarks of detectors work on: weights and pictures that are the same everywhere. */
final class BenchInput {

    private BenchInput() {}

    /** Recipe weights, scaled where random ones would give too few proposals and detections to measure anything. */
    static float[] weights(String name, long[] shape) {
        float[] values = RecipeWeights.parameter(name, shape);
        float gain = name.endsWith("cls_score.weight") ? 10 : name.endsWith("objectness_logits.weight") ? 3 : 1;
        for (int i = 0; gain != 1 && i < values.length; i++) {
            values[i] *= gain;
        }
        return values;
    }

    /** A picture with structure at every scale. */
    static RgbImage picture(int width, int height) {
        Random random = new Random(1);
        byte[] pixels = new byte[3 * width * height];
        double[] phase = random.doubles(18, 0, 6.28).toArray();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double value = 127;
                    for (int k = 0; k < 6; k++) {
                        double scale = 0.01 * (1 << k);
                        value += 40 * Math.sin(x * scale + phase[c * 6 + k]) * Math.cos(y * scale * 0.7 + phase[k]);
                    }
                    pixels[3 * (y * width + x) + c] =
                            (byte) Math.max(0, Math.min(255, value + 20 * random.nextGaussian()));
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }
}
