package org.mvit4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.analysis.Figure;
import org.mvit4j.coco.analysis.IntervalMethod;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often a 95 % interval holds the truth, and how often the paired test sees a difference between equal detectors,
 * in simulated data sets. Both should happen as often as they promise: 93 to 97 % and 4 to 6 % of the time.
 *
 * <pre>{@code bench/run coverage --images 50 --skill -1}</pre>
 */
@Command(
        name = "coverage-bench",
        mixinStandardHelpOptions = true,
        description = "Counts intervals that hold the truth, and false alarms of the paired test, in simulated data.")
public final class CoverageBench implements Callable<Integer> {
    @Option(names = "--images", description = "Images in a data set (default: ${DEFAULT-VALUE}).")
    private int images = 200;

    @Option(names = "--sets", description = "Number of data sets (default: ${DEFAULT-VALUE}).")
    private int sets = 2000;

    @Option(names = "--draws", description = "Draws of each bootstrap (default: ${DEFAULT-VALUE}).")
    private int draws = BootstrapSettings.DEFAULT.draws();

    @Option(names = "--truth", description = "Images that the true figures are taken from (default: ${DEFAULT-VALUE}).")
    private int truthImages = 200_000;

    @Option(names = "--skill", description = "Skill of the detector, 0 being middling (default: ${DEFAULT-VALUE}).")
    private double skill;

    @Option(names = "--prevalence", split = ",", description = "Per category, the share of images with objects of it.")
    private List<Double> prevalence = SimulatedDetector.World.PLAIN.prevalence();

    @Option(names = "--all-methods", description = "Measure the other kinds of interval beside the default one.")
    private boolean allMethods;

    @Option(names = "--no-intervals", description = "Leave the intervals out.")
    private boolean noIntervals;

    @Option(
            names = "--tested",
            split = ",",
            description = "Figures to run the paired test on, AP first (default: all).")
    private List<String> tested = Coverage.FIGURES.stream().map(Figure::name).toList();

    @Option(names = "--no-tests", description = "Leave the paired tests out.")
    private boolean noTests;

    private SimulatedDetector.World world = SimulatedDetector.World.PLAIN;

    public static void main(String[] args) {
        System.exit(new CommandLine(new CoverageBench()).execute(args));
    }

    @Override
    public Integer call() {
        world = new SimulatedDetector.World(prevalence);
        System.out.printf(
                Locale.ROOT,
                "%d data sets of %d images, %d draws each; skill %s, prevalence %s%n",
                sets,
                images,
                draws,
                skill,
                prevalence);
        try (Workers workers = Workers.ofMachine()) {
            AtomicInteger done = new AtomicInteger();
            Coverage coverage = new Coverage(world, skill, images, sets, draws, workers, () -> {
                if (System.console() != null) {
                    System.err.printf("\r%d sets\r", done.incrementAndGet());
                }
            });
            if (!noIntervals) {
                intervals(coverage);
            }
            if (!noTests) {
                tests(coverage);
            }
        }
        return 0;
    }

    private void intervals(Coverage coverage) {
        List<IntervalMethod> methods =
                allMethods ? List.of(IntervalMethod.values()) : List.of(BootstrapSettings.DEFAULT.method());
        double[][] truth = coverage.truth(truthImages);
        List<Coverage.Count[][]> counts = new ArrayList<>();
        for (IntervalMethod method : methods) {
            counts.add(coverage.intervals(truth, method));
        }
        System.out.println("\nper cent of 95 % intervals that hold the truth (wholly below it, wholly above it)");
        StringBuilder head = new StringBuilder(String.format("%-8s %-8s %7s", "figure", "category", "truth"));
        methods.forEach(
                method -> head.append(String.format("  %-20s", method.name().toLowerCase(Locale.ROOT))));
        System.out.println(head.toString().stripTrailing());
        for (int f = 0; f < truth.length; f++) {
            for (int k = world.categories(); k >= 0; k--) {
                StringBuilder row = new StringBuilder(String.format(
                        Locale.ROOT, "%-8s %-8s %7.4f", Coverage.FIGURES.get(f).name(), category(k), truth[f][k]));
                for (Coverage.Count[][] of : counts) {
                    row.append("  ").append(cell(of[f][k]));
                }
                System.out.println(row);
            }
        }
    }

    private static String cell(Coverage.Count count) {
        return String.format(
                Locale.ROOT,
                "%5.1f (%4.1f, %4.1f)   ",
                100 * count.held(),
                100.0 * count.below / count.defined,
                100.0 * count.above / count.defined);
    }

    private void tests(Coverage coverage) {
        List<Figure> figures = Coverage.FIGURES.stream()
                .filter(figure -> tested.contains(figure.name()))
                .toList();
        Coverage.FalsePositives alike = coverage.falsePositives(1, figures);
        System.out.println("\nper cent of pairs of equal detectors that the paired test calls different at 5 %");
        row("category", k -> String.format("%8s", category(k)));
        for (int f = 0; f < alike.bootstrap().length; f++) {
            double[] of = alike.bootstrap()[f];
            row(figures.get(f).name(), k -> String.format(Locale.ROOT, "%8.1f", 100 * of[k]));
        }
        Coverage.FalsePositives unlike = coverage.falsePositives(4, figures.subList(0, 1));
        System.out.printf(
                Locale.ROOT,
                "AP by permutation %.1f; where one detector's scores mean something else, bootstrap %.1f, permutation %.1f%n",
                100 * alike.permutation(),
                100 * unlike.bootstrap()[0][world.categories()],
                100 * unlike.permutation());
    }

    private void row(String name, IntFunction<String> cell) {
        StringBuilder row = new StringBuilder(String.format("%-8s", name));
        for (int k = world.categories(); k >= 0; k--) {
            row.append(cell.apply(k));
        }
        System.out.println(row);
    }

    private String category(int k) {
        return k == world.categories() ? "mean" : String.valueOf(k);
    }
}
