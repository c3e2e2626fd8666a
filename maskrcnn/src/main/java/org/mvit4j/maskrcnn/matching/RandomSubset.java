package org.mvit4j.maskrcnn.matching;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Chooses which candidates a training step looks at. */
@FunctionalInterface
public interface RandomSubset {
    /**
     * {@code count} different indices below {@code population}.
     *
     * @throws IllegalArgumentException when there are fewer than {@code count}
     */
    int[] choose(int population, int count);

    /** The first {@code count}: no randomness, for tests and comparisons. */
    static RandomSubset first() {
        return (population, count) -> {
            check(population, count);
            var indices = new int[count];
            Arrays.setAll(indices, i -> i);
            return indices;
        };
    }

    /** Uniform without replacement, by a partial Fisher-Yates shuffle. */
    static RandomSubset uniform(RandomGenerator random) {
        return (population, count) -> {
            check(population, count);
            var indices = new int[population];
            Arrays.setAll(indices, i -> i);
            for (int i = 0; i < count; i++) {
                int j = i + random.nextInt(population - i);
                int chosen = indices[j];
                indices[j] = indices[i];
                indices[i] = chosen;
            }
            return Arrays.copyOf(indices, count);
        };
    }

    private static void check(int population, int count) {
        if (count < 0 || count > population) {
            throw new IllegalArgumentException("cannot choose " + count + " of " + population);
        }
    }
}
