package org.mvit4j.data.loader;

import java.util.List;

/** Repeat factors of images from the frequency of their categories. */
public final class RepeatFactors {

    private RepeatFactors() {}

    /**
     * The largest {@code max(1, sqrt(threshold / f))} over the categories of each image, where f is the share of images
     * that show the category; 1 for an image without categories.
     *
     * @param categories contiguous category indices of each image, repeats allowed
     * @param classes number of categories
     * @param threshold share below which a category is repeated, 0.001 for LVIS
     */
    public static double[] of(List<int[]> categories, int classes, double threshold) {
        int[] images = new int[classes];
        int[] lastSeen = new int[classes];
        java.util.Arrays.fill(lastSeen, -1);
        for (int i = 0; i < categories.size(); i++) {
            for (int category : categories.get(i)) {
                if (lastSeen[category] != i) {
                    lastSeen[category] = i;
                    images[category]++;
                }
            }
        }
        double[] factors = new double[categories.size()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1;
            for (int category : categories.get(i)) {
                double frequency = (double) images[category] / categories.size();
                factors[i] = Math.max(factors[i], Math.sqrt(threshold / frequency));
            }
        }
        return factors;
    }
}
