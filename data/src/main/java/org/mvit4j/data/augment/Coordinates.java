package org.mvit4j.data.augment;

/**
 * Points x1, y1, x2, y2, … with the memory of how they were written.
 *
 * <p>The reference keeps a list of JSON integers in an integer array, into which a resize stores truncated products.
 * Coordinates that were written with a decimal point or an exponent never lose their fraction.
 *
 * @param xy the numbers; never written to after construction
 * @param integral whether every number was a JSON integer
 */
@SuppressWarnings("ArrayRecordComponent") // a view on numbers, compared by identity
public record Coordinates(double[] xy, boolean integral) {

    public Coordinates {
        if (xy.length % 2 != 0) {
            throw new IllegalArgumentException("points need two numbers each, but there are " + xy.length);
        }
    }

    /** Coordinates with fractions. */
    public static Coordinates real(double... xy) {
        return new Coordinates(xy, false);
    }

    /** Coordinates written as integers. */
    public static Coordinates integers(double... xy) {
        return new Coordinates(xy, true);
    }

    /** Number of points. */
    public int points() {
        return xy.length / 2;
    }

    /** The points (x · sx, y · sy), truncated toward zero when they are integral. */
    Coordinates scale(double sx, double sy) {
        double[] out = new double[xy.length];
        for (int i = 0; i < out.length; i++) {
            double v = xy[i] * ((i & 1) == 0 ? sx : sy);
            out[i] = integral ? (double) (long) v : v;
        }
        return new Coordinates(out, integral);
    }

    /** The points (x + dx, y + dy) for whole numbers. */
    Coordinates shift(int dx, int dy) {
        double[] out = new double[xy.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = xy[i] + ((i & 1) == 0 ? dx : dy);
        }
        return new Coordinates(out, integral);
    }

    /** The points (width - x, y). */
    Coordinates mirror(int width) {
        double[] out = xy.clone();
        for (int i = 0; i < out.length; i += 2) {
            out[i] = width - out[i];
        }
        return new Coordinates(out, integral);
    }
}
