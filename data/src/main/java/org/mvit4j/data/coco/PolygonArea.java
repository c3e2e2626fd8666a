package org.mvit4j.data.coco;

/** The area of a polygon by Gauss's formula. */
final class PolygonArea {

    /** An area below this is none. */
    static final double NONE = 1e-6;

    private PolygonArea() {}

    /** Signed area of a ring x0, y0, x1, y1, …; a lone number at its end counts for nothing. */
    static double of(double[] ring) {
        int length = ring.length - ring.length % 2;
        double twice = 0;
        for (int i = 0; i < length; i += 2) {
            int j = (i + 2) % length;
            twice += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
        }
        return twice / 2;
    }
}
