package org.mvit4j.maskrcnn.box;

import java.util.Arrays;

/**
 * Descending order of float scores: equal scores keep their index order, {@code -0} equals {@code 0}, NaN comes first.
 * Score and index travel in one {@code long}, so that sorting moves primitives only.
 */
public final class ScoreOrder {
    private ScoreOrder() {}

    /** Indices of {@code scores}, best first. */
    public static int[] descending(float[] scores) {
        return top(scores, scores.length);
    }

    /** Indices of the {@code k} best of {@code scores}, best first; all of them when there are fewer. */
    public static int[] top(float[] scores, int k) {
        var keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(scores[i], i);
        }
        int n = Math.min(k, keys.length);
        if (n < keys.length) {
            select(keys, n);
        }
        Arrays.sort(keys, 0, n);
        var indices = new int[n];
        for (int i = 0; i < n; i++) {
            indices[i] = (int) keys[i];
        }
        return indices;
    }

    /** A key whose ascending order is the descending order of scores, then the ascending order of indices. */
    private static long key(float score, int index) {
        int bits = Float.floatToIntBits(score + 0f); // one NaN, one zero
        int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ~ascending << 32 | index;
    }

    /** Moves the {@code n} smallest keys to the front (Hoare's quickselect, median of three). */
    private static void select(long[] keys, int n) {
        int low = 0;
        int high = keys.length - 1;
        while (low < high) {
            long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swap;
                }
            }
            if (n <= j + 1) {
                high = j;
            } else if (n > i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
