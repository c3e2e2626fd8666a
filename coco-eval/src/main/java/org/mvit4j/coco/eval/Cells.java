package org.mvit4j.coco.eval;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A selection of cells of {@link EvalArrays} and their mean as the reference takes it: in C order, those above -1, by
 * NumPy's pairwise sum.
 *
 * <pre>{@code double ap50 = Cells.of(arrays).threshold(0.5).mean(0, 2);}</pre>
 */
public final class Cells {
    private final EvalArrays arrays;
    private boolean recall;
    private @Nullable Double threshold;
    private @Nullable List<Integer> categories;

    private Cells(EvalArrays arrays) {
        this.arrays = arrays;
    }

    /** All cells of precision. */
    public static Cells of(EvalArrays arrays) {
        return new Cells(arrays);
    }

    /** Cells of recall instead. */
    public Cells recall() {
        recall = true;
        return this;
    }

    /** Only cells of the thresholds equal to {@code value}. */
    public Cells threshold(double value) {
        threshold = value;
        return this;
    }

    /** Only cells of these categories. */
    public Cells categories(List<Integer> positions) {
        categories = List.copyOf(positions);
        return this;
    }

    /** The mean over one area range and limit; -1 if no cell is above -1. */
    public double mean(int area, int limit) {
        return mean(new int[] {area}, new int[] {limit});
    }

    /**
     * The mean over area ranges and limits found by label: none gives -1, and lists of more than one pair up as NumPy
     * broadcasts them.
     */
    double mean(int[] areas, int[] limits) {
        int n = areas.length == 1 ? limits.length : areas.length;
        if (limits.length != 1 && limits.length != n) {
            throw new IllegalArgumentException("area labels or limits of detections are repeated");
        }
        int[] shape = arrays.shape();
        double[] thresholds = arrays.params().iouThresholds();
        List<Integer> ks = categories;
        int count = ks == null ? shape[2] : ks.size();
        int points = recall ? 1 : shape[1];
        List<Integer> ts = new ArrayList<>();
        for (int t = 0; t < shape[0]; t++) {
            if (threshold == null || thresholds[t] == threshold) {
                ts.add(t);
            }
        }
        double[] values = new double[Math.multiplyExact(Math.multiplyExact(ts.size() * points, count), n)];
        double[] from = recall ? arrays.recall() : arrays.precision();
        int size = 0;
        for (int t : ts) {
            for (int r = 0; r < points; r++) {
                for (int i = 0; i < count; i++) {
                    int k = ks == null ? i : ks.get(i);
                    for (int pair = 0; pair < n; pair++) {
                        int a = areas[areas.length == 1 ? 0 : pair];
                        int m = limits[limits.length == 1 ? 0 : pair];
                        double v = from[recall ? arrays.index(t, k, a, m) : arrays.index(t, r, k, a, m)];
                        if (v > -1) {
                            values[size++] = v;
                        }
                    }
                }
            }
        }
        return NumpySum.meanOr(values, size);
    }
}
