package org.mvit4j.coco.eval;

import java.util.Arrays;
import java.util.List;

/**
 * The reference's {@code eval} dictionary: precision and scores of shape [T, R, K, A, M] and recall of shape [T, K, A, M]
 * in C order, T similarity thresholds, R recall thresholds, K categories, A area ranges, M limits of detections. -1
 * where a category has no objects. LVIS arrays have M = 1.
 */
public final class EvalArrays {
    private final EvalParams params;
    private final long[] categories;
    private final int t;
    private final int r;
    private final int k;
    private final int a;
    private final int m;
    private final double[] precision;
    private final double[] recall;
    private final double[] scores;

    EvalArrays(EvalParams params, long[] categories) {
        this.params = params;
        this.categories = categories;
        t = params.iouThresholds().length;
        r = params.recallThresholds().length;
        k = categories.length;
        a = params.areas().size();
        m = params.limits();
        int cells = Math.multiplyExact(Math.multiplyExact(t * k, a), m);
        recall = filled(cells);
        precision = filled(Math.multiplyExact(cells, r));
        scores = filled(precision.length);
    }

    private static double[] filled(int length) {
        double[] values = new double[length];
        Arrays.fill(values, -1);
        return values;
    }

    /** The parameters of the evaluation. */
    public EvalParams params() {
        return params;
    }

    /** Ids of the categories, in the order of the arrays. */
    public long[] categories() {
        return categories.clone();
    }

    /** T, R, K, A, M. */
    public int[] shape() {
        return new int[] {t, r, k, a, m};
    }

    /** Precision [T, R, K, A, M]; the array itself, not to be modified. */
    public double[] precision() {
        return precision;
    }

    /** Recall [T, K, A, M]; the array itself, not to be modified. */
    public double[] recall() {
        return recall;
    }

    /** The score that reaches each recall, [T, R, K, A, M]; the array itself, not to be modified. */
    public double[] scores() {
        return scores;
    }

    /** Position in {@link #precision()} and {@link #scores()}. */
    public int index(int threshold, int point, int category, int area, int limit) {
        return (((threshold * r + point) * k + category) * a + area) * m + limit;
    }

    /** Position in {@link #recall()}. */
    public int index(int threshold, int category, int area, int limit) {
        return ((threshold * k + category) * a + area) * m + limit;
    }

    /**
     * The average precision of one category at one area range and limit: the mean over thresholds and recalls, -1
     * without objects.
     */
    public double categoryAp(int category, int area, int limit) {
        return Cells.of(this).categories(List.of(category)).mean(area, limit);
    }

    /** The average precision of one category over the first area range and the last limit, as it is usually quoted. */
    public double categoryAp(int category) {
        return categoryAp(category, 0, m - 1);
    }
}
