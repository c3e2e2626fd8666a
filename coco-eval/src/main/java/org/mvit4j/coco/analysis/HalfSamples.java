package org.mvit4j.coco.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.mvit4j.coco.Workers;

/**
 * How much too high a category's figure is because its images are few. Average precision takes the highest precision at
 * a recall or beyond; the highest of noisy values is too high, and where the precision-recall curve is flat the excess
 * falls only with the root of the number of images, as fast as the standard error does. A bootstrap sees a part of that,
 * for its world is the sawtooth curve itself. Halves drawn without replacement see more: with an excess of c/n^g they
 * exceed the whole by (2^g - 1) c/n^g, so that the excess is from 1 (g = 1, a steep curve) to 2.4 (g = 1/2, a flat one)
 * times what they show; 2 is taken. The two halves of a split are complementary, so that first-order noise cancels.
 */
final class HalfSamples {
    private static final int SPLITS = 60;
    private static final double EXTRAPOLATION = 2;

    private final Reaccumulator of;
    private final double[][] estimate;
    private final double[][] bias;

    private HalfSamples(Reaccumulator of, double[][] estimate) {
        this.of = of;
        this.estimate = estimate;
        bias = new double[estimate.length][of.figures().size()];
    }

    /** Bias of each category's figures, [category][figure]; 0 where it cannot be known. */
    static double[][] bias(Reaccumulator of, double[][] estimate, long seed, Workers workers) {
        HalfSamples samples = new HalfSamples(of, estimate);
        SplittableRandom random = new SplittableRandom(~seed);
        long[] seeds = random.longs(estimate.length).toArray();
        int[][] images = of.imagesByCategory();
        ThreadLocal<Reaccumulator.Worker> own = ThreadLocal.withInitial(of::worker);
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(estimate.length, (IntConsumer)
                        k -> samples.category(k, images[k], new SplittableRandom(seeds[k]), own.get()));
                return Boolean.TRUE;
            }
        });
        return samples.bias;
    }

    private void category(int k, int[] images, SplittableRandom random, Reaccumulator.Worker worker) {
        int[] withObjects = of.imagesOfObjects(k);
        int[] without = Arrays.stream(images)
                .filter(i -> Arrays.binarySearch(withObjects, i) < 0)
                .toArray();
        int figures = bias[k].length;
        double[] sum = new double[figures];
        int[] count = new int[figures];
        double[][] half = new double[2][figures];
        double[] weights = new double[of.images()];
        for (int split = 0; split < SPLITS && withObjects.length > 1; split++) {
            shuffle(withObjects, random);
            shuffle(without, random);
            for (int side = 0; side < 2; side++) {
                choose(withObjects, split % 2, side, weights);
                choose(without, 1 - split % 2, side, weights);
                worker.category(k, weights, weights, half[side]);
            }
            for (int f = 0; f < figures; f++) {
                double mean = (half[0][f] + half[1][f]) / 2;
                if (!Double.isNaN(mean)) {
                    sum[f] += mean - estimate[k][f];
                    count[f]++;
                }
            }
        }
        for (int f = 0; f < figures; f++) {
            if (count[f] > 0 && !of.figures().get(f).recall()) {
                bias[k][f] = EXTRAPOLATION * sum[f] / count[f];
            }
        }
    }

    /** Weight 1 to one half of {@code images} and 0 to the other; of an odd number {@code odd} goes to the first. */
    private static void choose(int[] images, int odd, int side, double[] weights) {
        int middle = (images.length + odd) / 2;
        for (int i = 0; i < images.length; i++) {
            weights[images[i]] = i < middle == (side == 0) ? 1 : 0;
        }
    }

    private static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}
