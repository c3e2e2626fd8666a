package org.mvit4j.coco.mask;

/** Overlap of two boxes x, y, width, height, with C's treatment of NaN. */
public final class BoxIou {
    private BoxIou() {}

    /**
     * Intersection over union, or over the area of the detection {@code d} if {@code crowd}. A NaN corner gives way to
     * the other box's; a NaN extent gives NaN.
     */
    public static double of(
            double dx, double dy, double dw, double dh, double gx, double gy, double gw, double gh, boolean crowd) {
        double w = least(dw + dx, gw + gx) - most(dx, gx);
        if (w <= 0) {
            return 0;
        }
        double h = least(dh + dy, gh + gy) - most(dy, gy);
        if (h <= 0) {
            return 0;
        }
        double both = w * h;
        double area = dw * dh;
        return both / (crowd ? area : area + gw * gh - both);
    }

    /** C's fmin. */
    private static double least(double a, double b) {
        return a < b || Double.isNaN(b) ? a : b;
    }

    /** C's fmax. */
    private static double most(double a, double b) {
        return a > b || Double.isNaN(b) ? a : b;
    }
}
