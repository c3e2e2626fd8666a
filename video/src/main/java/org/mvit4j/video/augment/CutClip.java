package org.mvit4j.video.augment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.image.RgbImage;

/** The cut frames of a clip, each [3, side, side] on the scale 0 to 255, red first. A frame may stand in it repeatedly. */
final class CutClip {

    private final List<float[]> frames;
    private final int side;

    CutClip(List<float[]> frames, int side) {
        this.frames = new ArrayList<>(frames);
        this.side = side;
    }

    private Set<float[]> different() {
        Set<float[]> different = Collections.newSetFromMap(new IdentityHashMap<>());
        different.addAll(frames);
        return different;
    }

    /** Left and right change places. */
    void mirror() {
        for (float[] frame : different()) {
            for (int row = 0; row < frame.length; row += side) {
                for (int x = 0; x < side / 2; x++) {
                    float left = frame[row + x];
                    frame[row + x] = frame[row + side - 1 - x];
                    frame[row + side - 1 - x] = left;
                }
            }
        }
    }

    void change(ColorJitter.Draw color) {
        different().forEach(color::apply);
    }

    /** All frames as one tall picture. */
    void change(ClipRandAugment randAugment, RandomGenerator random) {
        int bytes = 3 * side * side;
        byte[] tall = new byte[Math.multiplyExact(bytes, frames.size())];
        for (int t = 0; t < frames.size(); t++) {
            System.arraycopy(picture(frames.get(t), side, side).pixels(), 0, tall, t * bytes, bytes);
        }
        byte[] changed = randAugment
                .apply(new RgbImage(side, side * frames.size(), tall), side, random)
                .pixels();
        for (int t = 0; t < frames.size(); t++) {
            byte[] frame = Arrays.copyOfRange(changed, t * bytes, (t + 1) * bytes);
            frames.set(t, values(new RgbImage(side, side, frame)));
        }
    }

    /** Values [3, height, width] as a picture, cut to whole numbers. */
    static RgbImage picture(float[] values, int width, int height) {
        int plane = width * height;
        byte[] pixels = new byte[3 * plane];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < plane; i++) {
                pixels[3 * i + c] = (byte) values[c * plane + i];
            }
        }
        return new RgbImage(width, height, pixels);
    }

    /** The values of a picture, [3, height, width]. */
    static float[] values(RgbImage picture) {
        byte[] pixels = picture.pixels();
        int plane = pixels.length / 3;
        float[] values = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            values[i % 3 * plane + i / 3] = pixels[i] & 0xff;
        }
        return values;
    }

    /** Returns [3, T, side, side] in the model's channel order. */
    float[] normalized(Normalization normalization) {
        int plane = side * side;
        float[] pixels = new float[3 * frames.size() * plane];
        float[] std = normalization.std();
        float[] mean = normalization.mean();
        for (int c = 0; c < 3; c++) {
            float scale = 1 / (normalization.divisor() * std[c]);
            float offset = -mean[c] / std[c];
            int from = (normalization.bgr() ? 2 - c : c) * plane;
            for (int t = 0; t < frames.size(); t++) {
                float[] frame = frames.get(t);
                int to = (c * frames.size() + t) * plane;
                for (int i = 0; i < plane; i++) {
                    pixels[to + i] = frame[from + i] * scale + offset;
                }
            }
        }
        return pixels;
    }
}
