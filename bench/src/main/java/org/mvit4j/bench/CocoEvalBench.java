package org.mvit4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.Bootstrap;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.analysis.Figure;
import org.mvit4j.coco.data.CocoInputs;
import org.mvit4j.coco.eval.CocoEvalMain;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times the COCO evaluator from files to figures: as a command line from cold, as a library in a warm virtual machine,
 * and beside pycocotools if a Python that has it is given; then a bootstrap of 1,000 draws, and how time grows with
 * Objects365-like and LVIS-like loads.
 *
 * <pre>{@code bench/run coco --python env/bin/python}</pre>
 */
@Command(
        name = "coco-eval-bench",
        mixinStandardHelpOptions = true,
        description = "Times the COCO evaluator: cold, warm, peak memory; beside pycocotools with --python.")
public final class CocoEvalBench implements Callable<Integer> {
    private static final String REFERENCE = String.join(
            "\n",
            "import sys, time, resource",
            "from pycocotools.coco import COCO",
            "from pycocotools.cocoeval import COCOeval",
            "t = time.time()",
            "gt = COCO(sys.argv[1]); dt = gt.loadRes(sys.argv[2]); e = COCOeval(gt, dt, sys.argv[3])",
            "e.evaluate(); e.accumulate(); e.summarize()",
            "u = resource.getrusage(resource.RUSAGE_SELF)",
            "print('TIME', time.time() - t, u.ru_utime + u.ru_stime, u.ru_maxrss * 1024 / 1e6)",
            "print('STATS', *[float(x).hex() for x in e.stats])");

    @Option(names = "--gt", description = "Ground truth to use instead of the drawn val2017-like load.")
    private @Nullable Path truth;

    @Option(names = "--bbox", description = "Box results for --gt.")
    private @Nullable Path boxes;

    @Option(names = "--segm", description = "Mask results for --gt.")
    private @Nullable Path masks;

    @Option(names = "--python", description = "A Python with pycocotools, to run beside.")
    private @Nullable Path python;

    @Option(names = "--launcher", description = "The command line to start cold (default: ${DEFAULT-VALUE}).")
    private Path launcher = Path.of("bin", "mvit");

    @Option(names = "--work", description = "Folder for drawn loads (default: ${DEFAULT-VALUE}).")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"), "mvit-coco-bench");

    @Option(
            names = "--rounds",
            description = "Runs per figure, of which the median counts (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--no-scaling", description = "Leave the growing loads out.")
    private boolean noScaling;

    public static void main(String[] args) {
        System.exit(new CommandLine(new CocoEvalBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path gt = truth;
        Path bbox = boxes;
        Path segm = masks;
        if (gt == null) {
            CocoWorkload load = CocoWorkload.val2017();
            load.write(work, true);
            gt = load.truth(work);
            bbox = load.results(work, "bbox");
            segm = load.results(work, "segm");
        }
        row(
                "load",
                "MB",
                "cold s",
                "cold CPU s",
                "peak MB",
                "warm s",
                "warm CPU s",
                "pycoco s",
                "CPU s",
                "peak MB",
                "figures");
        if (bbox != null) {
            measure("bbox", gt, bbox);
        }
        if (segm != null) {
            measure("segm", gt, segm);
        }
        System.out.println();
        row("bootstrap", "images", "categories", "draws", "s", "CPU s");
        if (truth == null) {
            CocoWorkload few = CocoWorkload.val2017().share(0.02);
            few.write(work, false);
            bootstrap(few.truth(work), few.results(work, "bbox"));
        } else if (bbox != null) {
            bootstrap(gt, bbox);
        }
        if (!noScaling) {
            System.out.println();
            row("growing loads, boxes", "images", "MB", "warm s", "CPU s", "CPU us/im");
            for (CocoWorkload whole : List.of(CocoWorkload.objects365(), CocoWorkload.lvis())) {
                for (double share : new double[] {0.25, 0.5, 1}) {
                    scale(whole.share(share));
                }
            }
        }
        return 0;
    }

    private void measure(String type, Path gt, Path dt) throws IOException, InterruptedException {
        double[] cold = new double[rounds];
        double[] cpu = new double[rounds];
        double[] peak = new double[rounds];
        for (int i = -1; i < rounds; i++) { // the first run may build, and makes the launcher's archive
            ColdRun run = ColdRun.of(List.of(
                    launcher.toString(), "coco", "eval", "--gt", gt.toString(), "--dt", dt.toString(), "--iou", type));
            if (i >= 0) {
                cold[i] = run.seconds();
                cpu[i] = run.cpuSeconds();
                peak[i] = run.peakMegabytes();
            }
        }
        double[] warm = warm(gt, dt, type, 2 * rounds, rounds);
        String[] beside = python == null ? new String[] {"", "", "", ""} : reference(python, type, gt, dt);
        row(
                type,
                fixed((Files.size(gt) + Files.size(dt)) / 1e6, 0),
                fixed(median(cold), 2),
                fixed(median(cpu), 2),
                fixed(median(peak), 0),
                fixed(warm[0], 2),
                fixed(warm[1], 2),
                beside[0],
                beside[1],
                beside[2],
                beside[3]);
    }

    /** Seconds, CPU seconds, peak MB, and whether the figures are ours to the last bit. */
    private static String[] reference(Path python, String type, Path gt, Path dt)
            throws IOException, InterruptedException {
        String[] cells = {"", "", "", ""};
        ColdRun run = ColdRun.of(List.of(python.toString(), "-c", REFERENCE, gt.toString(), dt.toString(), type));
        for (String line : run.output().split("\n")) {
            String[] words = line.split(" ");
            if (words[0].equals("TIME")) {
                cells[0] = fixed(words[1], 1);
                cells[1] = fixed(words[2], 1);
                cells[2] = fixed(words[3], 0);
            } else if (words[0].equals("STATS")) {
                cells[3] = sameFigures(words, gt, dt, type) ? "identical" : "DIFFERENT";
            }
        }
        return cells;
    }

    private static boolean sameFigures(String[] words, Path gt, Path dt, String type) {
        try (Workers workers = Workers.ofMachine()) {
            double[] values = CocoEvalMain.evaluate(gt, dt, type, workers).values();
            boolean same = values.length == words.length - 1;
            for (int i = 0; same && i < values.length; i++) {
                String hex = words[i + 1].contains("p") ? words[i + 1] : words[i + 1] + "p0";
                same = values[i] == Double.parseDouble(hex);
            }
            return same;
        }
    }

    /** Median wall and mean CPU seconds of {@code runs} evaluations after {@code before} others. */
    private static double[] warm(Path gt, Path dt, String type, int before, int runs) {
        double[] times = new double[runs];
        double cpu = 0;
        for (int i = -before; i < runs; i++) {
            if (i == 0) {
                cpu = Times.cpuSeconds();
            }
            long start = System.nanoTime();
            try (Workers workers = Workers.ofMachine()) {
                CocoEvalMain.evaluate(gt, dt, type, workers);
            }
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        return new double[] {median(times), (Times.cpuSeconds() - cpu) / runs};
    }

    /** Intervals of every figure of the table, overall and per category, after one run to warm up. */
    private void bootstrap(Path gt, Path dt) {
        try (Workers workers = Workers.ofMachine()) {
            CocoInputs inputs = CocoInputs.read(gt, dt, Strictness.COMPATIBLE, workers);
            Matches matches = CocoEvaluator.evaluate(inputs.dataset(), inputs.results(), EvalParams.bbox(), workers);
            List<Figure> figures = Figure.of(EvalParams.bbox());
            double[] seconds = new double[rounds];
            double cpu = 0;
            for (int i = -1; i < rounds; i++) {
                if (i == 0) {
                    cpu = Times.cpuSeconds();
                }
                long start = System.nanoTime();
                Bootstrap drawn = Bootstrap.run(matches, figures, BootstrapSettings.DEFAULT, workers, n -> {});
                for (int f = 0; f < figures.size(); f++) {
                    drawn.interval(f);
                    for (int k = 0; k < matches.categories().length; k++) {
                        drawn.interval(f, k);
                    }
                }
                if (i >= 0) {
                    seconds[i] = (System.nanoTime() - start) / 1e9;
                }
            }
            row(
                    figures.size() + " figures",
                    String.valueOf(matches.imageIds().length),
                    String.valueOf(matches.categories().length),
                    String.valueOf(BootstrapSettings.DEFAULT.draws()),
                    fixed(median(seconds), 2),
                    fixed((Times.cpuSeconds() - cpu) / rounds, 2));
        }
    }

    private void scale(CocoWorkload load) throws IOException {
        load.write(work, false);
        String type = load.federated() ? "lvis-bbox" : "bbox";
        double[] warm = warm(load.truth(work), load.results(work, "bbox"), type, 1, 3);
        double size = (Files.size(load.truth(work)) + Files.size(load.results(work, "bbox"))) / 1e6;
        row(
                load.name(),
                String.valueOf(load.images()),
                fixed(size, 0),
                fixed(warm[0], 2),
                fixed(warm[1], 2),
                fixed(1e6 * warm[1] / load.images(), 1));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String fixed(String value, int digits) {
        return fixed(Double.parseDouble(value), digits);
    }

    private static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static void row(String first, String... rest) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", first));
        for (String cell : rest) {
            line.append(String.format(Locale.ROOT, "%11s", cell));
        }
        System.out.println(line);
    }
}
