package org.mvit4j.data.batch;

import java.util.Arrays;

/**
 * {@code (value / divisor - mean) / std} per channel, each step in float32 as torch computes it.
 *
 * <p>A sample has 256 values, so the arithmetic is done once per value and channel; {@link #table} holds the results.
 *
 * @param mean per channel of the output order
 * @param std per channel of the output order
 * @param divisor 1 where statistics are on the scale 0 to 255, 255 where on 0 to 1
 * @param bgr whether the model wants blue first
 */
@SuppressWarnings("ArrayRecordComponent")
public record Normalization(float[] mean, float[] std, float divisor, boolean bgr) {

    /** RGB on the scale 0 to 255: every MViTv2 and ViTDet detector. */
    public static final Normalization DETECTION = new Normalization(
            new float[] {123.675f, 116.28f, 103.53f}, new float[] {58.395f, 57.12f, 57.375f}, 1, false);

    /** RGB on the scale 0 to 1: the image classifiers. */
    public static final Normalization IMAGENET =
            new Normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f}, 255, false);

    public Normalization {
        if (mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException(
                    "mean and std need three channels, got " + mean.length + " and " + std.length);
        }
        mean = mean.clone();
        std = std.clone();
        for (int c = 0; c < 3; c++) {
            if (!Float.isFinite(mean[c]) || !Float.isFinite(std[c]) || std[c] == 0 || !(divisor > 0)) {
                throw new IllegalArgumentException("mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std)
                        + ", divisor " + divisor + ": all must be finite, and no std zero");
            }
        }
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] std() {
        return std.clone();
    }

    /** The input byte, 0 red to 2 blue, that feeds an output channel. */
    int source(int channel) {
        return bgr ? 2 - channel : channel;
    }

    /** Results for the values 0 to 255 in an output channel. */
    float[] table(int channel) {
        float[] table = new float[256];
        for (int v = 0; v < 256; v++) {
            float scaled = divisor == 1 ? v : v / divisor;
            table[v] = (scaled - mean[channel]) / std[channel];
        }
        return table;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalization that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(std, that.std)
                && divisor == that.divisor
                && bgr == that.bgr;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
    }

    @Override
    public String toString() {
        return "Normalization[mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std) + ", divisor " + divisor
                + (bgr ? ", BGR]" : ", RGB]");
    }
}
