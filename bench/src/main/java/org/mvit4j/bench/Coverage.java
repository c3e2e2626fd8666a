package org.mvit4j.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.Bootstrap;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.analysis.Figure;
import org.mvit4j.coco.analysis.Interval;
import org.mvit4j.coco.analysis.IntervalMethod;
import org.mvit4j.coco.analysis.PairedTest;
import org.mvit4j.coco.analysis.Reaccumulator;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;

/**
 * Counts, over many simulated data sets, the intervals that hold the truth and the paired tests that see a difference
 * between equal detectors. Data sets are worked on side by side, each on one thread.
 *
 * @param world what the images hold
 * @param skill of the detector
 * @param images in a data set
 * @param sets number of data sets
 * @param draws of each bootstrap
 * @param progress told of each finished data set, from any thread
 */
record Coverage(
        SimulatedDetector.World world,
        double skill,
        int images,
        int sets,
        int draws,
        Workers workers,
        Runnable progress) {
    /** The figures looked at: precision at every threshold and size, and the recall that the table shows last. */
    static final List<Figure> FIGURES = Figure.of(EvalParams.bbox()).stream()
            .filter(f -> !f.recall() || f.name().equals("AR@100"))
            .toList();

    private static final double LEVEL = 0.05;
    private static final long TRUTH_SEED = 987_654_321;
    private static final long FIRST_SEED = 1_000;
    private static final long FIRST_PAIR_SEED = 5_000_000;

    private interface OneSet {
        void run(int set, Workers own);
    }

    private SimulatedDetector.Detector detector(double power) {
        return new SimulatedDetector.Detector(skill, power);
    }

    private static Matches matches(SimulatedDetector.Sample sample, int detector, Workers workers) {
        return CocoEvaluator.evaluate(sample.truth(), sample.found().get(detector), EvalParams.bbox(), workers);
    }

    /** The figures on {@code many} images, [figure][category], the mean over categories at the end. */
    double[][] truth(int many) {
        SimulatedDetector.Sample sample = SimulatedDetector.sample(world, many, TRUTH_SEED, List.of(detector(1)));
        Matches matches = matches(sample, 0, workers);
        Reaccumulator.Worker worker = Reaccumulator.of(matches, FIGURES).worker();
        double[] ones = new double[many];
        Arrays.fill(ones, 1);
        worker.run(ones);
        int categories = world.categories();
        double[][] values = new double[FIGURES.size()][categories + 1];
        for (int f = 0; f < values.length; f++) {
            for (int k = 0; k < categories; k++) {
                values[f][k] = worker.value(f, k);
            }
            values[f][categories] = worker.value(f);
        }
        double difference =
                worker.value(0) - Summary.of(matches.accumulate(workers)).ap();
        if (Math.abs(difference) > 1e-12) {
            throw new IllegalStateException("the analysis is off the table by " + difference);
        }
        return values;
    }

    /** Intervals of one figure. */
    static final class Count {
        int defined;
        int below;
        int above;

        private void add(Interval interval, double truth) {
            defined += interval.defined() ? 1 : 0;
            below += interval.high() < truth ? 1 : 0;
            above += interval.low() > truth ? 1 : 0;
        }

        /** Share of the intervals that hold the truth. */
        double held() {
            return 1 - (double) (below + above) / defined;
        }
    }

    /** Intervals by {@code method}, [figure][category], the mean over categories at the end. */
    Count[][] intervals(double[][] truth, IntervalMethod method) {
        int categories = world.categories();
        Count[][] counts = new Count[FIGURES.size()][categories + 1];
        for (Count[] of : counts) {
            Arrays.setAll(of, k -> new Count());
        }
        forEach((set, own) -> {
            SimulatedDetector.Sample sample =
                    SimulatedDetector.sample(world, images, FIRST_SEED + set, List.of(detector(1)));
            BootstrapSettings settings = new BootstrapSettings(draws, 0.95, set, method);
            Bootstrap bootstrap = Bootstrap.run(matches(sample, 0, own), FIGURES, settings, own, n -> {});
            synchronized (counts) {
                for (int f = 0; f < counts.length; f++) {
                    for (int k = 0; k <= categories; k++) {
                        Interval interval = k == categories ? bootstrap.interval(f) : bootstrap.interval(f, k);
                        counts[f][k].add(interval, truth[f][k]);
                    }
                }
            }
        });
        return counts;
    }

    /**
     * Shares of data sets in which two detectors of equal skill differ at the 5 % level.
     *
     * @param bootstrap of each figure, [figure][category], the mean over categories at the end
     * @param permutation of AP
     */
    record FalsePositives(double[][] bootstrap, double permutation) {}

    /**
     * @param power the second detector's scores are raised to it, which changes no figure
     * @param of the figures to compare, AP first
     */
    FalsePositives falsePositives(double power, List<Figure> of) {
        int categories = world.categories();
        int figures = of.size();
        int[][] positive = new int[figures + 1][categories + 1];
        int[][] defined = new int[figures + 1][categories + 1];
        List<SimulatedDetector.Detector> pair = List.of(detector(1), detector(power));
        forEach((set, own) -> {
            SimulatedDetector.Sample sample = SimulatedDetector.sample(world, images, FIRST_PAIR_SEED + set, pair);
            BootstrapSettings settings =
                    BootstrapSettings.DEFAULT.withDraws(draws).withSeed(set);
            PairedTest test =
                    PairedTest.run(matches(sample, 0, own), matches(sample, 1, own), of, settings, own, n -> {});
            double[][] p = new double[figures + 1][categories + 1];
            for (int f = 0; f < figures; f++) {
                for (int k = 0; k < categories; k++) {
                    p[f][k] = test.outcome(f, k).pValue();
                }
                p[f][categories] = test.outcome(f).pValue();
            }
            p[figures][0] = test.permutationPValue(0, own, n -> {});
            synchronized (positive) {
                for (int f = 0; f < p.length; f++) {
                    for (int k = 0; k <= categories; k++) {
                        defined[f][k] += Double.isNaN(p[f][k]) ? 0 : 1;
                        positive[f][k] += p[f][k] < LEVEL ? 1 : 0;
                    }
                }
            }
        });
        double[][] rates = new double[figures + 1][categories + 1];
        for (int f = 0; f < rates.length; f++) {
            for (int k = 0; k <= categories; k++) {
                rates[f][k] = (double) positive[f][k] / defined[f][k];
            }
        }
        return new FalsePositives(Arrays.copyOf(rates, figures), rates[figures][0]);
    }

    private void forEach(OneSet body) {
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(sets, (IntConsumer) set -> {
                    try (Workers own = new Workers(1)) {
                        body.run(set, own);
                    }
                    progress.run();
                });
                return Boolean.TRUE;
            }
        });
    }
}
