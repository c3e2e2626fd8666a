package org.mvit4j.maskrcnn.mask;

import java.util.Arrays;

/** Draws polygons on small grids by COCO's rule, vertex by vertex on a grid five times finer. */
final class PolygonRaster {
    private static final int FINER = 5;

    private PolygonRaster() {}

    /**
     * Sets the cells inside a polygon.
     *
     * @param xy points in units of cells
     * @param cells {@code height × width}, row by row
     */
    static void fill(double[] xy, int height, int width, byte[] cells) {
        int[] starts = boundary(xy, height, width);
        // Between the first and second, third and fourth, … boundary cell, down the columns, is inside.
        for (int i = 0; i + 1 < starts.length; i += 2) {
            for (int cell = starts[i]; cell < starts[i + 1]; cell++) {
                cells[cell % height * width + cell / height] = 1;
            }
        }
    }

    /** Cells in column-major order where a column enters or leaves the polygon, ascending. */
    private static int[] boundary(double[] xy, int height, int width) {
        var found = new int[64];
        int n = 0;
        int points = xy.length / 2;
        int previousX = 0;
        int previousY = 0;
        boolean first = true;
        for (int j = 0; j < points; j++) {
            int xs = (int) (FINER * xy[2 * j] + 0.5);
            int ys = (int) (FINER * xy[2 * j + 1] + 0.5);
            int k = (j + 1) % points;
            int xe = (int) (FINER * xy[2 * k] + 0.5);
            int ye = (int) (FINER * xy[2 * k + 1] + 0.5);
            int dx = Math.abs(xe - xs);
            int dy = Math.abs(ye - ys);
            boolean flip = dx >= dy && xs > xe || dx < dy && ys > ye;
            double slope = dx >= dy
                    ? dx == 0 ? 0 : (double) (flip ? ys - ye : ye - ys) / dx
                    : (double) (flip ? xs - xe : xe - xs) / dy;
            int steps = Math.max(dx, dy);
            for (int d = 0; d <= steps; d++) {
                int t = flip ? steps - d : d;
                int u = dx >= dy ? t + (flip ? xe : xs) : (int) ((flip ? xe : xs) + slope * t + 0.5);
                int v = dx >= dy ? (int) ((flip ? ye : ys) + slope * t + 0.5) : t + (flip ? ye : ys);
                if (!first && u != previousX) {
                    double column = (Math.min(u, previousX) + 0.5) / FINER - 0.5;
                    if (column == Math.floor(column) && column >= 0 && column <= width - 1) {
                        double row = (Math.min(v, previousY) + 0.5) / FINER - 0.5;
                        if (n == found.length) {
                            found = Arrays.copyOf(found, 2 * n);
                        }
                        found[n++] = (int) column * height + (int) Math.ceil(Math.max(0, Math.min(row, height)));
                    }
                }
                first = false;
                previousX = u;
                previousY = v;
            }
        }
        Arrays.sort(found, 0, n);
        return Arrays.copyOf(found, n);
    }
}
