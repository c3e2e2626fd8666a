package org.mvit4j.maskrcnn.heads;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Federated loss (Zhou et al., <a href="https://arxiv.org/abs/2103.07461">2103.07461</a>): in a data set of many classes
 * of which each image is annotated for some, a batch is judged on the classes it shows and on others drawn at random,
 * in proportion to a power of how many images show them.
 */
public final class FederatedClasses {
    private final float[] frequency;
    private final int count;
    private final RandomGenerator random;

    /**
     * A choice among K classes.
     *
     * @param frequency per class, the weight of being drawn: the number of images that show it, to the power of 0.5
     * @param count number of classes, background included, up to which to draw
     * @param random source of the draws
     */
    public FederatedClasses(float[] frequency, int count, RandomGenerator random) {
        this.frequency = frequency.clone();
        this.count = count;
        this.random = random;
    }

    /** Per class, 1 if the batch with these labels is judged on it and 0 otherwise. */
    float[] weights(int[] labels) {
        int k = frequency.length;
        var chosen = new BitSet(k + 1);
        for (int label : labels) {
            chosen.set(label); // background counts among the classes, as in the reference
        }
        var remaining = frequency.clone();
        chosen.stream().filter(c -> c < k).forEach(c -> remaining[c] = 0);
        while (chosen.cardinality() < count) {
            int drawn = draw(remaining);
            if (drawn < 0) {
                break;
            }
            chosen.set(drawn);
            remaining[drawn] = 0;
        }
        var weights = new float[k];
        chosen.stream().filter(c -> c < k).forEach(c -> weights[c] = 1);
        return weights;
    }

    private int draw(float[] weights) {
        double total = 0;
        for (float weight : weights) {
            total += weight;
        }
        double at = random.nextDouble() * total;
        int last = -1;
        for (int c = 0; c < weights.length; c++) {
            if (weights[c] > 0) {
                last = c;
                at -= weights[c];
                if (at < 0) {
                    return c;
                }
            }
        }
        return last;
    }
}
