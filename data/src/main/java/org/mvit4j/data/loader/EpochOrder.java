package org.mvit4j.data.loader;

import java.util.SplittableRandom;

/** The sample indices of each pass over a data set: a pure function of the pass's number. */
@FunctionalInterface
public interface EpochOrder {

    /** Indices in the order of pass {@code number}, counted from 0; never empty. */
    int[] epoch(long number);

    /** Every pass in the order 0, 1, …, size - 1. */
    static EpochOrder sequential(int size) {
        check(size);
        return number -> range(size);
    }

    /** A fresh random permutation per pass. */
    static EpochOrder shuffled(int size, long seed) {
        check(size);
        return number -> shuffle(range(size), SeedMix.random(seed, number));
    }

    /**
     * Repeat-factor sampling: sample i appears {@code factors[i]} times per pass, fractions rounded up or down at random
     * in each pass (Gupta et al., LVIS, CVPR 2019).
     */
    static EpochOrder repeated(double[] factors, long seed) {
        check(factors.length);
        double[] wanted = factors.clone();
        for (double factor : wanted) {
            if (!(factor >= 1)) {
                throw new IllegalArgumentException("repeat factors are at least 1, got " + factor);
            }
        }
        return number -> {
            SplittableRandom random = SeedMix.random(seed, number);
            int[] times = new int[wanted.length];
            int total = 0;
            for (int i = 0; i < times.length; i++) {
                int whole = (int) wanted[i];
                times[i] = whole + (random.nextDouble() < wanted[i] - whole ? 1 : 0);
                total = Math.addExact(total, times[i]);
            }
            int[] order = new int[total];
            int at = 0;
            for (int i = 0; i < times.length; i++) {
                for (int k = 0; k < times[i]; k++) {
                    order[at++] = i;
                }
            }
            return shuffle(order, random);
        };
    }

    private static int[] range(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }

    private static int[] shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static void check(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("the data set is empty: there is nothing to draw from");
        }
    }
}
