package org.mvit4j.video.init;

/**
 * Resampling of position tables as ViViT's reference does it: linear between rows, first and last rows staying where
 * they are.
 */
final class PositionZoom {

    private PositionZoom() {}

    /**
     * @param table [rows, width]
     * @return [newRows, width]
     */
    static float[] rows(float[] table, int rows, int newRows, int width) {
        return axis(table, 1, rows, newRows, width);
    }

    /**
     * @param table [h, w, width]
     * @return [newH, newW, width]
     */
    static float[] grid(float[] table, int h, int w, int newH, int newW, int width) {
        return axis(axis(table, 1, h, newH, w * width), newH, w, newW, width);
    }

    /** Resamples the middle axis of [outer, in, inner]. */
    private static float[] axis(float[] table, int outer, int in, int out, int inner) {
        if (in == out) {
            return table;
        }
        float[] result = new float[outer * out * inner];
        for (int i = 0; i < out; i++) {
            double source = out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
            int low = Math.min((int) source, in - 1);
            int high = Math.min(low + 1, in - 1);
            double weight = source - low;
            for (int o = 0; o < outer; o++) {
                for (int k = 0; k < inner; k++) {
                    double a = table[(o * in + low) * inner + k];
                    double b = table[(o * in + high) * inner + k];
                    result[(o * out + i) * inner + k] = (float) (a + weight * (b - a));
                }
            }
        }
        return result;
    }
}
