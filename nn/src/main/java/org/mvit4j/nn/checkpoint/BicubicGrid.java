package org.mvit4j.nn.checkpoint;

/**
 * Resampling of a grid of vectors as {@code interpolate(mode="bicubic", align_corners=False)} does it, without
 * antialiasing: cubic convolution with A = -0.75 at {@code (d + 0.5) * in / out - 0.5}, taps clamped to the edge.
 */
public final class BicubicGrid {
    private static final float A = -0.75f;

    private BicubicGrid() {}

    /**
     * @param grid {@code [height, width, channels]} row-major
     * @return {@code [newHeight, newWidth, channels]} row-major
     */
    public static float[] resample(float[] grid, int height, int width, int newHeight, int newWidth) {
        int channels = grid.length / (height * width);
        float[] result = new float[newHeight * newWidth * channels];
        float[] rowWeights = new float[4];
        float[] columnWeights = new float[4];
        for (int y = 0; y < newHeight; y++) {
            int top = weights(y, height, newHeight, rowWeights);
            for (int x = 0; x < newWidth; x++) {
                int left = weights(x, width, newWidth, columnWeights);
                int target = (y * newWidth + x) * channels;
                for (int i = 0; i < 4; i++) {
                    int sourceRow = Math.min(Math.max(top + i, 0), height - 1) * width;
                    for (int j = 0; j < 4; j++) {
                        int source = (sourceRow + Math.min(Math.max(left + j, 0), width - 1)) * channels;
                        float weight = rowWeights[i] * columnWeights[j];
                        for (int c = 0; c < channels; c++) {
                            result[target + c] += weight * grid[source + c];
                        }
                    }
                }
            }
        }
        return result;
    }

    /** Fills the four weights and returns the index of the first tap. */
    private static int weights(int index, int size, int newSize, float[] weights) {
        float source = (index + 0.5f) * ((float) size / newSize) - 0.5f;
        int base = (int) Math.floor(source);
        float t = source - base;
        weights[0] = outer(t + 1);
        weights[1] = inner(t);
        weights[2] = inner(1 - t);
        weights[3] = outer(2 - t);
        return base - 1;
    }

    private static float inner(float x) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
    }

    private static float outer(float x) {
        return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
