package org.mvit4j.maskrcnn.matching;

import java.util.Arrays;

/**
 * The subset of labelled boxes that enters a loss: positives up to a fraction of the batch, filled up with negatives.
 *
 * @param batchSize number of boxes per image
 * @param positiveFraction largest share of positives
 */
public record LabelSampler(int batchSize, double positiveFraction) {
    /** Refuses what is no size or no fraction. */
    public LabelSampler {
        if (batchSize <= 0 || !(positiveFraction >= 0 && positiveFraction <= 1)) {
            throw new IllegalArgumentException(
                    "cannot sample " + batchSize + " boxes per image with a positive share of " + positiveFraction
                            + ": need a positive number and a fraction");
        }
    }

    /**
     * Indices of the chosen boxes.
     *
     * @param positives boxes that show an object
     * @param negatives boxes that show background
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sample(int[] positives, int[] negatives) {
        /** Positives, then negatives. */
        public int[] all() {
            var all = Arrays.copyOf(positives, positives.length + negatives.length);
            System.arraycopy(negatives, 0, all, positives.length, negatives.length);
            return all;
        }
    }

    /** Chooses among boxes labelled as by {@link Matcher}; ignored ones are never chosen. */
    public Sample sample(int[] labels, RandomSubset subset) {
        int[] positives = where(labels, Matcher.POSITIVE);
        int[] negatives = where(labels, Matcher.NEGATIVE);
        int positiveCount = Math.min(positives.length, (int) (batchSize * positiveFraction));
        int negativeCount = Math.min(negatives.length, batchSize - positiveCount);
        return new Sample(pick(positives, positiveCount, subset), pick(negatives, negativeCount, subset));
    }

    private static int[] where(int[] labels, int wanted) {
        var indices = new int[labels.length];
        int n = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == wanted) {
                indices[n++] = i;
            }
        }
        return Arrays.copyOf(indices, n);
    }

    private static int[] pick(int[] candidates, int count, RandomSubset subset) {
        int[] chosen = subset.choose(candidates.length, count);
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = candidates[chosen[i]];
        }
        return chosen;
    }
}
