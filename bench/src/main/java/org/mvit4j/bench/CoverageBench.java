package org.mvit4j.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * How often a 95 % interval holds the truth, and how often the paired test sees a difference between equal detectors,
 * in simulated data sets: {@code CoverageBench [images=200] [data sets=1000] [draws=1000]}. Both should happen as often
 * as they promise: 93 to 97 % and 4 to 6 % of the time.
 */
public final class CoverageBench {
    static final int TRUTH_IMAGES = 100_000;
    private static final long TRUTH_SEED = 987_654_321;
    private static final double LEVEL = 0.05;
    private static final List<Figure> FIGURES = Figure.of(EvalParams.bbox());
    private static final SimulatedDetector.Detector PLAIN = new SimulatedDetector.Detector(0, 1);

    private CoverageBench() {}

    /** Prints both tables. */
    public static void main(String[] args) {
        int images = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int sets = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        int draws = args.length > 2 ? Integer.parseInt(args[2]) : 1000;
        try (Workers workers = Workers.ofMachine()) {
            Truth truth = Truth.of(TRUTH_IMAGES, workers);
            System.out.printf("%d data sets of %d images, %d draws each%n%n", sets, images, draws);
            System.out.printf("%-10s %-8s %9s", "figure", "category", "truth");
            for (IntervalMethod method : IntervalMethod.values()) {
                System.out.printf(" %16s", method.name().toLowerCase(Locale.ROOT));
            }
            System.out.println("   share of 95 % intervals that hold the truth");
            double[][][] coverage = new double[IntervalMethod.values().length][][];
            for (IntervalMethod method : IntervalMethod.values()) {
                coverage[method.ordinal()] = coverage(truth, images, sets, draws, method, workers);
            }
            for (int f : new int[] {0, 1, 2, 3, 4, 5, 8}) {
                for (int k = SimulatedDetector.categories(); k >= 0; k--) {
                    System.out.printf(
                            Locale.ROOT,
                            "%-10s %-8s %9.4f",
                            FIGURES.get(f).name(),
                            k == SimulatedDetector.categories() ? "mean" : String.valueOf(k),
                            truth.values[f][k]);
                    for (double[][] one : coverage) {
                        System.out.printf(Locale.ROOT, " %16.3f", one[f][k]);
                    }
                    System.out.println();
                }
            }
            System.out.println("\nshare of equal detectors that the paired test calls different at 5 %");
            for (double power : new double[] {1, 4}) {
                double[] rates = falsePositives(images, sets, draws, power, workers);
                System.out.printf(
                        Locale.ROOT,
                        "scores %-10s bootstrap, AP %.3f; by category %s; permutation, AP %.3f%n",
                        power == 1 ? "alike" : "unlike",
                        rates[0],
                        Arrays.toString(Arrays.copyOfRange(rates, 1, rates.length - 1)),
                        rates[rates.length - 1]);
            }
        }
    }

    /** The true figures, [figure][category], the mean over categories at the end. */
    record Truth(double[][] values) {
        static Truth of(int images, Workers workers) {
            Matches matches = matches(SimulatedDetector.sample(images, TRUTH_SEED, List.of(PLAIN)), 0, workers);
            Reaccumulator.Worker worker = Reaccumulator.of(matches, FIGURES).worker();
            double[] ones = new double[images];
            Arrays.fill(ones, 1);
            worker.run(ones);
            int categories = SimulatedDetector.categories();
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
            return new Truth(values);
        }
    }

    private static Matches matches(SimulatedDetector.Sample sample, int detector, Workers workers) {
        return CocoEvaluator.evaluate(sample.truth(), sample.found().get(detector), EvalParams.bbox(), workers);
    }

    /** Share of intervals that hold the truth, [figure][category], the mean over categories at the end. */
    static double[][] coverage(Truth truth, int images, int sets, int draws, IntervalMethod method, Workers workers) {
        int categories = SimulatedDetector.categories();
        int[][] held = new int[FIGURES.size()][categories + 1];
        int[][] defined = new int[FIGURES.size()][categories + 1];
        forEach(sets, workers, (set, own) -> {
            Matches matches = matches(SimulatedDetector.sample(images, 1000L + set, List.of(PLAIN)), 0, own);
            Bootstrap bootstrap =
                    Bootstrap.run(matches, FIGURES, new BootstrapSettings(draws, 0.95, set, method), own, n -> {});
            Interval[][] intervals = new Interval[held.length][categories + 1];
            for (int f = 0; f < held.length; f++) {
                for (int k = 0; k <= categories; k++) {
                    intervals[f][k] = k == categories ? bootstrap.interval(f) : bootstrap.interval(f, k);
                }
            }
            synchronized (held) {
                for (int f = 0; f < held.length; f++) {
                    for (int k = 0; k <= categories; k++) {
                        Interval interval = intervals[f][k];
                        double value = truth.values[f][k];
                        defined[f][k] += interval.defined() ? 1 : 0;
                        held[f][k] += interval.low() <= value && value <= interval.high() ? 1 : 0;
                    }
                }
            }
        });
        double[][] shares = new double[held.length][categories + 1];
        for (int f = 0; f < held.length; f++) {
            for (int k = 0; k <= categories; k++) {
                shares[f][k] = (double) held[f][k] / defined[f][k];
            }
        }
        return shares;
    }

    /**
     * Share of data sets in which two detectors of equal skill differ at the 5 % level: of AP by bootstrap, then of each
     * category's, then of AP by permutation.
     */
    static double[] falsePositives(int images, int sets, int draws, double power, Workers workers) {
        int categories = SimulatedDetector.categories();
        int[] positive = new int[categories + 2];
        int[] defined = new int[categories + 2];
        List<SimulatedDetector.Detector> pair = List.of(PLAIN, new SimulatedDetector.Detector(0, power));
        forEach(sets, workers, (set, own) -> {
            SimulatedDetector.Sample sample = SimulatedDetector.sample(images, 5_000_000L + set, pair);
            PairedTest test = PairedTest.run(
                    matches(sample, 0, own),
                    matches(sample, 1, own),
                    FIGURES.subList(0, 1),
                    BootstrapSettings.DEFAULT.withDraws(draws).withSeed(set),
                    own,
                    n -> {});
            double[] p = new double[categories + 2];
            p[0] = test.outcome(0).pValue();
            for (int k = 0; k < categories; k++) {
                p[k + 1] = test.outcome(0, k).pValue();
            }
            p[categories + 1] = test.permutationPValue(0, own, n -> {});
            synchronized (positive) {
                for (int i = 0; i < p.length; i++) {
                    defined[i] += Double.isNaN(p[i]) ? 0 : 1;
                    positive[i] += p[i] < LEVEL ? 1 : 0;
                }
            }
        });
        double[] rates = new double[positive.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (double) positive[i] / defined[i];
        }
        return rates;
    }

    private interface OneSet {
        void run(int set, Workers own);
    }

    /** Data sets side by side, each on one thread. */
    private static void forEach(int sets, Workers workers, OneSet body) {
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(sets, (IntConsumer) set -> {
                    try (Workers own = new Workers(1)) {
                        body.run(set, own);
                    }
                });
                return Boolean.TRUE;
            }
        });
    }
}
