package org.mvit4j.data.augment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rings compared as point sets. */
final class Rings {

    private Rings() {}

    /** Shoelace formula. */
    static double area(double[] xy) {
        double twice = 0;
        for (int i = 0; i < xy.length; i += 2) {
            int j = (i + 2) % xy.length;
            twice += xy[i] * xy[j + 1] - xy[j] * xy[i + 1];
        }
        return twice / 2;
    }

    static List<double[]> sortedPoints(double[] xy) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < xy.length; i += 2) {
            points.add(new double[] {xy[i], xy[i + 1]});
        }
        points.sort(
                Comparator.<double[]>comparingDouble(p -> Math.rint(p[0] * 1e6)).thenComparingDouble(p -> p[1]));
        return points;
    }

    static Comparator<double[]> close(double tolerance) {
        return (a, b) -> Math.abs(a[0] - b[0]) <= tolerance && Math.abs(a[1] - b[1]) <= tolerance ? 0 : 1;
    }
}
