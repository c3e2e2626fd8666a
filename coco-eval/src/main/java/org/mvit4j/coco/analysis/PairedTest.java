package org.mvit4j.coco.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.eval.Matches;

/**
 * Whether one detector is better than another on the images both have seen. The images are drawn with replacement for
 * both at once, so that what is hard about an image is hard for both and cancels. So does what few images add to a
 * figure, which is why a difference, unlike a figure, is not corrected for it. Differences are those of the first less
 * the second.
 */
public final class PairedTest {
    /**
     * The outcome for one figure.
     *
     * @param first the first detector's figure
     * @param second the second's
     * @param difference first less second, with its interval
     * @param pValue two-sided, from the same draws as the interval: probability of so great a difference between
     *     detectors that are equal
     */
    public record Outcome(double first, double second, Interval difference, double pValue) {}

    private final Reaccumulator[] of;
    private final BootstrapSettings settings;
    private final double[][][] estimate = new double[2][][];
    private final double[][] overall;
    private final double[][][] perCategory;
    private final Matches first;
    private final Matches second;

    private PairedTest(
            Matches first,
            Matches second,
            List<Figure> figures,
            BootstrapSettings settings,
            Workers workers,
            LongConsumer progress) {
        this.first = first;
        this.second = second;
        this.settings = settings;
        if (!Arrays.equals(first.imageIds(), second.imageIds())
                || !Arrays.equals(first.categories(), second.categories())) {
            throw new IllegalArgumentException("both results must be evaluated on the same images and categories");
        }
        of = new Reaccumulator[] {Reaccumulator.of(first, figures), Reaccumulator.of(second, figures)};
        int categories = of[0].categories().length;
        int count = figures.size();
        overall = new double[count][settings.draws()];
        perCategory = new double[categories][count][settings.draws()];
        new Resampler(of[0].images(), settings, progress).run(workers, () -> {
            Reaccumulator.Worker a = of[0].worker();
            Reaccumulator.Worker b = of[1].worker();
            return (draw, multiplicity) -> {
                a.run(multiplicity);
                b.run(multiplicity);
                for (int f = 0; f < count; f++) {
                    overall[f][draw] = a.value(f) - b.value(f);
                    for (int k = 0; k < categories; k++) {
                        perCategory[k][f][draw] = a.value(f, k) - b.value(f, k);
                    }
                }
            };
        });
        double[] ones = new double[of[0].images()];
        Arrays.fill(ones, 1);
        for (int side = 0; side < 2; side++) {
            Reaccumulator.Worker worker = of[side].worker();
            worker.run(ones);
            estimate[side] = new double[categories][count];
            for (int k = 0; k < categories; k++) {
                for (int f = 0; f < count; f++) {
                    estimate[side][k][f] = worker.value(f, k);
                }
            }
        }
    }

    /**
     * Compares two evaluations of the same images.
     *
     * @param progress told the number of draws done since the last call, from any thread
     */
    public static PairedTest run(
            Matches first,
            Matches second,
            List<Figure> figures,
            BootstrapSettings settings,
            Workers workers,
            LongConsumer progress) {
        return new PairedTest(first, second, figures, settings, workers, progress);
    }

    /** The figures. */
    public List<Figure> figures() {
        return of[0].figures();
    }

    /** The outcome of figure number {@code figure}. */
    public Outcome outcome(int figure) {
        double[] variance = new double[perCategory.length];
        for (int k = 0; k < variance.length; k++) {
            variance[k] = Math.pow(new Draws(0, perCategory[k][figure]).standardDeviation(), 2);
        }
        Draws.Correction correction = of[0].correction(figure, variance, HalfSamples.NONE, 0);
        return outcome(of[0].mean(figure, estimate[0]), of[1].mean(figure, estimate[1]), overall[figure], correction);
    }

    /** The outcome of figure number {@code figure} for one category. */
    public Outcome outcome(int figure, int category) {
        return outcome(
                estimate[0][category][figure],
                estimate[1][category][figure],
                perCategory[category][figure],
                of[0].correction(figure, category, HalfSamples.NONE, 0));
    }

    private Outcome outcome(double a, double b, double[] values, Draws.Correction correction) {
        Draws draws = new Draws(a - b, values);
        return new Outcome(a, b, draws.difference(settings.confidence(), correction), draws.pValue(0, correction));
    }

    /**
     * The two-sided p-value of figure number {@code figure} by permutation: in each draw the two detectors swap their
     * detections in a random half of the images. Exact for detectors whose scores mean the same; see {@link #outcome}
     * for any others.
     */
    public double permutationPValue(int figure, Workers workers, LongConsumer progress) {
        Reaccumulator both =
                Reaccumulator.ofBoth(first, second, List.of(figures().get(figure)));
        int images = both.images();
        double[] differences = new double[settings.draws()];
        double[] ones = new double[images];
        Arrays.fill(ones, 1);
        new Resampler(images, settings, progress).run(workers, () -> {
            Reaccumulator.Worker worker = both.worker();
            double[] units = new double[2 * images];
            return (draw, multiplicity) -> {
                SplittableRandom random = new SplittableRandom(Arrays.hashCode(multiplicity));
                double difference = 0;
                for (int i = 0; i < images; i++) {
                    boolean swap = random.nextBoolean();
                    units[i] = swap ? 0 : 1;
                    units[images + i] = swap ? 1 : 0;
                }
                worker.run(units, ones);
                difference += worker.value(0);
                for (int i = 0; i < units.length; i++) {
                    units[i] = 1 - units[i];
                }
                worker.run(units, ones);
                differences[draw] = difference - worker.value(0);
            };
        });
        double observed = Math.abs(of[0].mean(figure, estimate[0]) - of[1].mean(figure, estimate[1]));
        int asGreat = 1;
        for (double difference : differences) {
            asGreat += Math.abs(difference) >= observed - 1e-12 ? 1 : 0;
        }
        return asGreat / (settings.draws() + 1.0);
    }
}
