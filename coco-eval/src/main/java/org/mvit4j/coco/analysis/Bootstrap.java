package org.mvit4j.coco.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.eval.Matches;

/**
 * Confidence intervals of every figure, overall and per category: images are drawn with replacement, an image drawn
 * twice counts twice, and the figures are accumulated again for each draw. Matching is done once.
 */
public final class Bootstrap {
    private final Reaccumulator reaccumulator;
    private final BootstrapSettings settings;
    private final double[][] estimate;
    /** [figure][draw] */
    private final double[][] overall;
    /** [category][figure][draw] */
    private final double[][][] perCategory;

    private final Jackknife jackknife;
    private final HalfSamples halves;

    private Bootstrap(Reaccumulator reaccumulator, BootstrapSettings settings, Workers workers, LongConsumer progress) {
        this.reaccumulator = reaccumulator;
        this.settings = settings;
        int figures = reaccumulator.figures().size();
        int categories = reaccumulator.categories().length;
        overall = new double[figures][settings.draws()];
        perCategory = new double[categories][figures][settings.draws()];
        new Resampler(reaccumulator.images(), settings, progress).run(workers, () -> {
            Reaccumulator.Worker worker = reaccumulator.worker();
            return (draw, multiplicity) -> {
                worker.run(multiplicity);
                for (int f = 0; f < figures; f++) {
                    overall[f][draw] = worker.value(f);
                    for (int k = 0; k < categories; k++) {
                        perCategory[k][f][draw] = worker.value(f, k);
                    }
                }
            };
        });
        Reaccumulator.Worker worker = reaccumulator.worker();
        double[] ones = new double[reaccumulator.images()];
        Arrays.fill(ones, 1);
        worker.run(ones);
        estimate = new double[categories][figures];
        for (int k = 0; k < categories; k++) {
            for (int f = 0; f < figures; f++) {
                estimate[k][f] = worker.value(f, k);
            }
        }
        jackknife = settings.method() == IntervalMethod.ACCELERATED
                ? Jackknife.of(reaccumulator, estimate, workers)
                : Jackknife.NONE;
        halves = settings.method() == IntervalMethod.HALF_SAMPLE
                ? HalfSamples.of(reaccumulator, estimate, settings.seed(), workers)
                : HalfSamples.NONE;
    }

    /**
     * Draws.
     *
     * @param progress told the number of draws done since the last call, from any thread
     */
    public static Bootstrap run(
            Matches matches, List<Figure> figures, BootstrapSettings settings, Workers workers, LongConsumer progress) {
        return new Bootstrap(Reaccumulator.of(matches, figures), settings, workers, progress);
    }

    /** Draws on all processors. */
    public static Bootstrap run(Matches matches, List<Figure> figures, BootstrapSettings settings) {
        try (Workers workers = Workers.ofMachine()) {
            return run(matches, figures, settings, workers, n -> {});
        }
    }

    /** The figures. */
    public List<Figure> figures() {
        return reaccumulator.figures();
    }

    /** The settings. */
    public BootstrapSettings settings() {
        return settings;
    }

    /** The interval of figure number {@code figure}. */
    public Interval interval(int figure) {
        double[] variance = new double[estimate.length];
        for (int k = 0; k < variance.length; k++) {
            variance[k] = Math.pow(draws(figure, k).standardDeviation(), 2);
        }
        return new Draws(reaccumulator.mean(figure, estimate), overall[figure])
                .interval(settings, reaccumulator.correction(figure, variance, halves, jackknife.acceleration(figure)));
    }

    private Draws draws(int figure, int category) {
        return new Draws(estimate[category][figure], perCategory[category][figure]);
    }

    /** The interval of the figure called {@code name}. */
    public Interval interval(String name) {
        for (int f = 0; f < figures().size(); f++) {
            if (figures().get(f).name().equals(name)) {
                return interval(f);
            }
        }
        throw new IllegalArgumentException("there is no figure \"" + name + "\" among those drawn");
    }

    /** The interval of figure number {@code figure} for one category. */
    public Interval interval(int figure, int category) {
        return draws(figure, category)
                .interval(
                        settings,
                        reaccumulator.correction(figure, category, halves, jackknife.acceleration(figure, category)));
    }
}
