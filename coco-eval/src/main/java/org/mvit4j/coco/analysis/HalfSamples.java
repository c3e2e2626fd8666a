package org.mvit4j.coco.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.mvit4j.coco.Workers;

/**
 * How much too high a category's figure is because its images are few, and how uncertain that itself is. Average
 * precision takes the highest precision at a recall or beyond; the highest of noisy values is too high, and where the
 * precision-recall curve is flat the excess falls only with the root of the number of images, as fast as the standard
 * error does. A bootstrap sees a part of that, for its world is the sawtooth curve itself. Halves drawn without
 * replacement see more: with an excess of c/n^g they exceed the whole by (2^g - 1) c/n^g, so that the excess is from 1
 * (g = 1, a steep curve) to 2.4 (g = 1/2, a flat one) times what they show; 2 is taken. The two halves of a split are
 * complementary, so that first-order noise cancels.
 *
 * <p>The bias is estimated from the same images as the figure and tends to be small where the figure came out high by
 * chance, so that the figure less its bias varies more over data sets than the figure does, which is all that a
 * bootstrap shows. By how much, the halves tell when they are halved in turn: the two halves of a split are independent
 * data sets, each corrected by its own quarters, and the mean square of the difference of the corrected ones over that
 * of the plain ones is the ratio of the variances at half the size. Two independent pairs of quarters correct each half
 * and their product stands for the square, so that the chance of one split does not count as variance. The ratio's
 * excess over 1 falls as 1/n.
 */
final class HalfSamples {
    private static final int SPLITS = 60;
    private static final int QUARTERINGS = 2;
    private static final double EXTRAPOLATION = 2;
    /** A ratio of variances is known badly where images are few; doubling at half the size is as much as is believed. */
    private static final double GREATEST_EXCESS = 1;

    static final HalfSamples NONE = new HalfSamples(new double[0][0]);

    private final double[][] estimate;
    private final double[][] bias;
    private final double[][] inflation;

    private HalfSamples(double[][] estimate) {
        this.estimate = estimate;
        bias = new double[estimate.length][];
        inflation = new double[estimate.length][];
    }

    /**
     * Splits the images of every category.
     *
     * @param estimate the figures on all images, [category][figure]
     */
    static HalfSamples of(Reaccumulator of, double[][] estimate, long seed, Workers workers) {
        HalfSamples samples = new HalfSamples(estimate);
        long[] seeds = new SplittableRandom(~seed).longs(estimate.length).toArray();
        ThreadLocal<Statistic> own = ThreadLocal.withInitial(() -> new Statistic(of));
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(estimate.length, (IntConsumer)
                        k -> samples.new Category(k, own.get(), new SplittableRandom(seeds[k])).run());
                return Boolean.TRUE;
            }
        });
        return samples;
    }

    /** By how much the figure is too high; 0 where it cannot be known. */
    double bias(int category, int figure) {
        return estimate.length == 0 ? 0 : bias[category][figure];
    }

    /** Variance of the figure less its bias over that of the figure. */
    double inflation(int category, int figure) {
        return estimate.length == 0 ? 1 : inflation[category][figure];
    }

    /** The splits of one category. */
    private final class Category {
        private final int category;
        private final Deck withObjects;
        private final Deck without;
        private final boolean[] recall;
        private final Statistic statistic;
        private final SplittableRandom random;
        private final double[][] half;
        private final double[][] quarter;
        /** [quartering][half][figure] */
        private final double[][][] excess;

        Category(int category, Statistic statistic, SplittableRandom random) {
            this.category = category;
            this.statistic = statistic;
            this.random = random;
            withObjects = new Deck(statistic.imagesWithObjects(category));
            without = new Deck(statistic.imagesWithout(category));
            recall = statistic.recalls();
            half = new double[2][recall.length];
            quarter = new double[2][recall.length];
            excess = new double[QUARTERINGS][2][recall.length];
        }

        void run() {
            int figures = recall.length;
            double[] sum = new double[figures];
            int[] count = new int[figures];
            double[] plain = new double[figures];
            double[] corrected = new double[figures];
            for (int split = 0; split < SPLITS && withObjects.size() > 1; split++) {
                split(split);
                for (int f = 0; f < figures; f++) {
                    double mean = (half[0][f] + half[1][f]) / 2;
                    if (Double.isNaN(mean)) {
                        continue;
                    }
                    sum[f] += mean - estimate[category][f];
                    count[f]++;
                    double difference = half[0][f] - half[1][f];
                    double product = 1;
                    for (double[][] of : excess) {
                        product *= difference - EXTRAPOLATION * (of[0][f] - of[1][f]);
                    }
                    if (!Double.isNaN(product)) {
                        plain[f] += difference * difference;
                        corrected[f] += product;
                    }
                }
            }
            bias[category] = new double[figures];
            inflation[category] = new double[figures];
            for (int f = 0; f < figures; f++) {
                boolean known = count[f] > 0 && !recall[f];
                bias[category][f] = known ? EXTRAPOLATION * sum[f] / count[f] : 0;
                double ratio = known && plain[f] > 0 ? corrected[f] / plain[f] : 1;
                inflation[category][f] = 1 + Math.min(GREATEST_EXCESS, Math.max(0, ratio - 1)) / 2;
            }
        }

        /** One split in halves, and each of them in quarters. */
        private void split(int number) {
            withObjects.shuffle(0, withObjects.size(), random);
            without.shuffle(0, without.size(), random);
            int middle = (withObjects.size() + number % 2) / 2;
            int other = (without.size() + 1 - number % 2) / 2;
            half(0, 0, middle, 0, other);
            half(1, middle, withObjects.size(), other, without.size());
        }

        private void half(int side, int from, int to, int otherFrom, int otherTo) {
            value(from, to, otherFrom, otherTo, half[side]);
            for (int q = 0; q < QUARTERINGS; q++) {
                if (q > 0) { // the split itself was at random
                    withObjects.shuffle(from, to, random);
                    without.shuffle(otherFrom, otherTo, random);
                }
                int middle = (from + to + q % 2) / 2;
                int other = (otherFrom + otherTo + 1 - q % 2) / 2;
                value(from, middle, otherFrom, other, quarter[0]);
                value(middle, to, other, otherTo, quarter[1]);
                for (int f = 0; f < recall.length; f++) {
                    excess[q][side][f] = (quarter[0][f] + quarter[1][f]) / 2 - half[side][f];
                }
            }
        }

        private void value(int from, int to, int otherFrom, int otherTo, double[] out) {
            withObjects.choose(from, to, statistic.weights);
            without.choose(otherFrom, otherTo, statistic.weights);
            statistic.category(category, out);
        }
    }

    /** The figures of a category for images of weight 1 and 0. Used by one thread. */
    private static final class Statistic {
        private final Reaccumulator of;
        private final Reaccumulator.Worker worker;
        /** Per image 1 or 0; of images that hold neither objects nor detections of a category it does not matter. */
        final double[] weights;

        Statistic(Reaccumulator of) {
            this.of = of;
            worker = of.worker();
            weights = new double[of.images()];
        }

        int[] imagesWithObjects(int category) {
            return of.imagesOfObjects(category);
        }

        /** Images with detections of {@code category} alone. */
        int[] imagesWithout(int category) {
            int[] with = imagesWithObjects(category);
            return Arrays.stream(of.imagesOf(category))
                    .filter(image -> Arrays.binarySearch(with, image) < 0)
                    .toArray();
        }

        boolean[] recalls() {
            List<Figure> figures = of.figures();
            boolean[] recalls = new boolean[figures.size()];
            for (int f = 0; f < recalls.length; f++) {
                recalls[f] = figures.get(f).recall();
            }
            return recalls;
        }

        /** NaN where no object counts. */
        void category(int category, double[] out) {
            worker.category(category, weights, weights, out);
        }
    }

    /** Images in an order that changes. */
    private static final class Deck {
        private final int[] images;

        Deck(int[] images) {
            this.images = images.clone();
        }

        int size() {
            return images.length;
        }

        void shuffle(int from, int to, SplittableRandom random) {
            for (int i = to - 1; i > from; i--) {
                int j = from + random.nextInt(i - from + 1);
                int swap = images[i];
                images[i] = images[j];
                images[j] = swap;
            }
        }

        /** Weight 1 to those from {@code from} to {@code to}, 0 to the others. */
        void choose(int from, int to, double[] weights) {
            for (int i = 0; i < images.length; i++) {
                weights[images[i]] = i >= from && i < to ? 1 : 0;
            }
        }
    }
}
