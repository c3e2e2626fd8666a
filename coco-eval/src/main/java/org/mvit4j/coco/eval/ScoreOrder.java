package org.mvit4j.coco.eval;

import java.util.Arrays;

/**
 * Stable order by descending score as NumPy's {@code argsort(-scores, kind="mergesort")} gives it: equal scores keep
 * their order, -0 equals 0, NaN comes last. Holds scratch space; one order belongs to one thread.
 */
public final class ScoreOrder {
    private static final int FEW = 48;
    private static final int BITS = 8;
    private static final int BUCKETS = 1 << BITS;

    private long[] keys = new long[0];
    private long[] otherKeys = new long[0];
    private int[] other = new int[0];
    private final int[] counts = new int[BUCKETS * Long.BYTES];

    /** Writes into {@code order[0..n)} the positions 0..n-1 sorted by {@code scores}. */
    public void sort(double[] scores, int n, int[] order) {
        boolean sorted = true;
        for (int i = 0; i < n; i++) {
            order[i] = i;
            sorted &= i == 0 || !before(scores[i], scores[i - 1]);
        }
        if (sorted) {
            return;
        }
        if (n <= FEW) {
            for (int i = 1; i < n; i++) {
                int item = order[i];
                int j = i;
                while (j > 0 && before(scores[item], scores[order[j - 1]])) {
                    order[j] = order[j - 1];
                    j--;
                }
                order[j] = item;
            }
        } else {
            radix(scores, n, order);
        }
    }

    private static boolean before(double a, double b) {
        return a > b || !Double.isNaN(a) && Double.isNaN(b);
    }

    /** Ascending unsigned keys are descending scores. */
    private static long key(double score) {
        if (Double.isNaN(score)) {
            return -1;
        }
        long bits = Double.doubleToRawLongBits(score + 0.0);
        return bits < 0 ? bits : ~bits ^ Long.MIN_VALUE;
    }

    private void radix(double[] scores, int n, int[] order) {
        if (keys.length < n) {
            keys = new long[n];
            otherKeys = new long[n];
            other = new int[n];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            long key = key(scores[i]);
            keys[i] = key;
            for (int digit = 0; digit < Long.BYTES; digit++) {
                counts[digit * BUCKETS + (int) (key >>> digit * BITS & BUCKETS - 1)]++;
            }
        }
        int[] from = order;
        int[] to = other;
        for (int digit = 0; digit < Long.BYTES; digit++) {
            int base = digit * BUCKETS;
            int shift = digit * BITS;
            if (counts[base + (int) (keys[0] >>> shift & BUCKETS - 1)] == n) {
                continue;
            }
            int sum = 0;
            for (int b = 0; b < BUCKETS; b++) {
                int count = counts[base + b];
                counts[base + b] = sum;
                sum += count;
            }
            for (int i = 0; i < n; i++) {
                int slot = counts[base + (int) (keys[i] >>> shift & BUCKETS - 1)]++;
                otherKeys[slot] = keys[i];
                to[slot] = from[i];
            }
            long[] swapKeys = keys;
            keys = otherKeys;
            otherKeys = swapKeys;
            int[] swap = from;
            from = to;
            to = swap;
        }
        if (from != order) {
            System.arraycopy(from, 0, order, 0, n);
        }
    }
}
