package org.mvit4j.nn.checkpoint;

/**
 * Resampling of a table along its rows as {@code interpolate(mode="linear", align_corners=False)} does it, without
 * antialiasing: row {@code i} of the result is read at {@code (i + 0.5) * rows / newRows - 0.5}, not below 0.
 */
public final class LinearTable {
    private LinearTable() {}

    /**
     * @param table {@code [rows, width]} row-major
     * @return {@code [newRows, width]} row-major
     */
    public static float[] resample(float[] table, int rows, int newRows) {
        int width = table.length / rows;
        float[] result = new float[newRows * width];
        float scale = (float) rows / newRows;
        for (int row = 0; row < newRows; row++) {
            float source = Math.max(0f, (row + 0.5f) * scale - 0.5f);
            int low = Math.min((int) source, rows - 1);
            int high = Math.min(low + 1, rows - 1);
            float fraction = source - low;
            for (int column = 0; column < width; column++) {
                result[row * width + column] =
                        (1 - fraction) * table[low * width + column] + fraction * table[high * width + column];
            }
        }
        return result;
    }
}
