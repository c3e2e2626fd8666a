package org.mvit4j.coco.mask;

import java.util.Arrays;

/**
 * Rasterises polygon rings exactly as the reference does: vertices are rounded on a grid five times finer than the
 * image, edges are walked on that grid, and a pixel column is entered where a walk crosses from 5x + 2 to 5x + 3. Only
 * those crossings are computed, so the cost follows the number of columns and not the perimeter. Holds scratch space;
 * one raster belongs to one thread.
 */
public final class PolygonRaster {
    private static final int GRID = 5;
    private static final double LARGEST = 4e8;

    private int[] crossings = new int[256];
    private int size;

    /** Fills the ring of {@code vertices} points at the start of {@code xy}. */
    public Rle fill(double[] xy, int vertices, int height, int width) {
        int[] runs = new int[0];
        int count = rasterise(xy, 0, vertices, height, width);
        if (count > 0) {
            runs = Arrays.copyOf(crossings, count);
        }
        return Rle.owning(height, width, runs);
    }

    /** Rasterises points {@code from..from + vertices}; the runs are then in {@link #runs()}. Answers their number. */
    int rasterise(double[] xy, int from, int vertices, int height, int width) {
        long pixels = (long) height * width;
        if (pixels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a polygon cannot be drawn into " + height + "x" + width
                    + " pixels; at most 2^31 - 1 are supported");
        }
        size = 0;
        if (vertices > 0) {
            int last = 2 * (from + vertices - 1);
            int xs = grid(xy[last]);
            int ys = grid(xy[last + 1]);
            for (int j = from; j < from + vertices; j++) {
                int xe = grid(xy[2 * j]);
                int ye = grid(xy[2 * j + 1]);
                edge(xs, ys, xe, ye, height, width);
                xs = xe;
                ys = ye;
            }
        }
        add((int) pixels);
        Arrays.sort(crossings, 0, size);
        return collapse();
    }

    int[] runs() {
        return crossings;
    }

    private static int grid(double value) {
        if (!(value >= -LARGEST && value <= LARGEST)) {
            throw new IllegalArgumentException("polygon coordinate " + value + " is not within ±4e8");
        }
        return (int) (GRID * value + 0.5);
    }

    private void edge(int x0, int y0, int x1, int y1, int height, int width) {
        int dx = Math.abs(x1 - x0);
        int dy = Math.abs(y1 - y0);
        if (dx == 0) {
            return; // no column is crossed
        }
        if (dx >= dy) {
            if (x0 < x1) {
                flat(x0, y0, y1, dx, height, width);
            } else {
                flat(x1, y1, y0, dx, height, width);
            }
        } else if (y0 < y1) {
            steep(x0, y0, x1, dy, height, width);
        } else {
            steep(x1, y1, x0, dy, height, width);
        }
    }

    /** An edge at most as high as wide, from left to right. */
    private void flat(int xs, int ys, int ye, int dx, int height, int width) {
        double slope = (double) (ye - ys) / dx;
        int first = Math.max(0, Math.floorDiv(xs - 3 + 5, 5)); // first column with 5c + 3 > xs
        int last = Math.min(width - 1, Math.floorDiv(xs + dx - 3, 5));
        for (int c = first; c <= last; c++) {
            int t = 5 * c + 3 - xs;
            int before = (int) (ys + slope * (t - 1) + 0.5);
            int after = (int) (ys + slope * t + 0.5);
            cross(c, Math.min(before, after), height);
        }
    }

    /** An edge higher than wide, from top to bottom; x is monotone along it. */
    private void steep(int xs, int ys, int xe, int dy, int height, int width) {
        double slope = (double) (xe - xs) / dy;
        int low = Math.min(xs, xe);
        int high = Math.max(xs, xe);
        int first = Math.max(0, Math.floorDiv(low - 3 + 5, 5));
        int last = Math.min(width - 1, Math.floorDiv(high - 3, 5));
        boolean rising = xe > xs;
        for (int c = first; c <= last; c++) {
            int target = 5 * c + 3;
            int t = (int) Math.max(1, Math.min(dy, (target - 0.5 - xs) / slope));
            while (t > 1 && beyond(xs, slope, t - 1, target, rising)) {
                t--;
            }
            while (!beyond(xs, slope, t, target, rising)) {
                t++;
            }
            cross(c, ys + t - 1, height);
        }
    }

    /** Whether step t lies past the border between {@code target - 1} and {@code target}. */
    private static boolean beyond(int xs, double slope, int t, int target, boolean rising) {
        int u = (int) (xs + slope * t + 0.5);
        return rising ? u >= target : u < target;
    }

    private void cross(int column, int v, int height) {
        // ceil((v + 0.5) / 5 - 0.5), which rounding cannot reach: the nearest it comes to another integer is 0.2
        int row = Math.floorDiv(v + 2, GRID);
        add(column * height + Math.max(0, Math.min(height, row)));
    }

    private void add(int position) {
        if (size == crossings.length) {
            crossings = Arrays.copyOf(crossings, 2 * size);
        }
        crossings[size++] = position;
    }

    /** Sorted positions to runs in place: the first difference stays, zero differences join their neighbours. */
    private int collapse() {
        int[] a = crossings;
        int previous = 0;
        int runs = 0;
        int j = 0;
        while (j < size) {
            int difference = a[j] - previous;
            previous = a[j++];
            if (runs == 0 || difference > 0) {
                a[runs++] = difference;
            } else if (j < size) {
                a[runs - 1] += a[j] - previous;
                previous = a[j++];
            }
        }
        return runs;
    }
}
