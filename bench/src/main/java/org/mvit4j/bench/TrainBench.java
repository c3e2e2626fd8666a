package org.mvit4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.coco.DetectionSamples;
import org.mvit4j.data.synthetic.ShapeDataset;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.train.detection.DetectionTraining;

/**
 * One training step on one picture of 640 x 640 with four objects: forward, losses, backward, AdamW; in seconds and in
 * units of one 4096 x 4096 x 4096 float32 matrix product of the same run, by part, with the peak memory of the process,
 * before and after AdamW has made its state;
 * what the step costs with recomputed activations, in a process of its own; and what the loader's work is beside it.
 * {@code --memory N} instead follows the resident memory over N steps on pictures of varying sizes.
 */
public final class TrainBench {

    private static final int WARM_UP = 2;
    private static final int SIDE = 640;
    private static final int PICTURES = 24;

    private TrainBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String config = "mask_rcnn_mvitv2_t_3x";
        int memory = 0;
        int runs = 7;
        boolean kept = true;
        boolean recomputed = true;
        List<String> overrides = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--config" -> config = args[++i];
                case "--set" -> overrides.add(args[++i]);
                case "--memory" -> memory = Integer.parseInt(args[++i]);
                case "--runs" -> runs = Integer.parseInt(args[++i]);
                case "--kept" -> recomputed = false;
                case "--recomputed" -> kept = false;
                default ->
                    throw new IllegalArgumentException(args[i] + ": unknown; use --config NAME, --set KEY=VALUE, "
                            + "--runs N, --kept or --recomputed alone, or --memory STEPS");
            }
        }
        DetectorConfig detector = DetectorConfig.load(config, overrides);
        if (memory > 0) {
            memory(detector, memory);
        } else if (kept && recomputed) {
            // one process each: a peak is a process's
            child(args, "--kept");
            child(args, "--recomputed");
        } else {
            speed(config, detector, recomputed, runs);
        }
    }

    private static void child(String[] args, String mode) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainBench.class.getName()));
        command.addAll(List.of(args));
        command.add(mode);
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        if (mode.equals("--recomputed")) {
            // as bin/mvit starts it
            process.environment().putIfAbsent("MALLOC_MMAP_THRESHOLD_", "8388608");
        }
        int status = process.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(mode + " ended with status " + status);
        }
    }

    private static void speed(String config, DetectorConfig detector, boolean recompute, int runs) throws IOException {
        try (TrainingStep step = new TrainingStep(detector, recompute)) {
            List<TrainingSample> batch = List.of(TrainingStep.sample(SIDE, SIDE));
            for (int i = 0; i < WARM_UP; i++) {
                step.gradients(batch);
            }
            long withoutState = Memory.peakMegabytes();
            step.run(batch);
            double unit = MatrixProduct.seconds();
            Times times = new Times();
            Map<String, Double> parts = new LinkedHashMap<>();
            double busy = Times.cpuSeconds();
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime();
                step.run(batch).forEach((part, nanos) -> parts.merge(part, nanos / 1e9, Math::min));
                times.addSince(start);
            }
            busy = (Times.cpuSeconds() - busy) / runs;
            unit = Math.min(unit, MatrixProduct.seconds());
            System.out.printf(
                    Locale.ROOT,
                    "%s at %d x %d, one image, activations %s%n"
                            + "step: %s; %.2f CPU seconds%n"
                            + "%s%n"
                            + "resident memory at most %d MB forward and backward, %d MB with AdamW%n%n",
                    config,
                    SIDE,
                    SIDE,
                    recompute ? "recomputed" : "kept",
                    times.inProducts(unit, 2),
                    busy,
                    MatrixProduct.line(unit),
                    withoutState,
                    Memory.peakMegabytes());
            System.out.printf(Locale.ROOT, "%-20s %8s %10s%n", "part", "seconds", "products");
            double per = unit;
            parts.forEach(
                    (part, value) -> System.out.printf(Locale.ROOT, "%-20s %8.3f %10.2f%n", part, value, value / per));
            System.out.println();
            if (!recompute) {
                loader(detector, busy);
            }
        }
    }

    /** Decoding and augmenting, as the configuration trains, on one thread, beside what a step costs per image. */
    private static void loader(DetectorConfig detector, double stepSeconds) throws IOException {
        Path folder = Files.createTempDirectory("mvit-bench");
        try {
            new ShapeDataset(PICTURES, 1, 560, 8, 1).write(folder, n -> {});
            CocoFolder files = CocoFolder.locate(folder, "train");
            DetectionSamples samples = DetectionTraining.samples(
                    detector,
                    CocoInstances.forTraining(org.mvit4j.coco.data.CocoDataset.read(files.annotations()), files));
            double best = Double.POSITIVE_INFINITY;
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < samples.size(); i++) {
                    samples.load(i, new SplittableRandom(i));
                }
                best = Math.min(best, (System.nanoTime() - start) / 1e9 / samples.size());
            }
            System.out.printf(
                    Locale.ROOT,
                    "loader: %.1f ms per image to decode and augment, %.1f %% of the step's CPU time%n",
                    best * 1e3,
                    100 * best / stepSeconds);
        } finally {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void memory(DetectorConfig detector, int steps) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<TrainingSample> samples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            samples.add(TrainingStep.sample(96 + random.nextInt(160), 96 + random.nextInt(160)));
        }
        try (TrainingStep step = new TrainingStep(detector, false)) {
            Memory.follow("step", steps, i -> step.run(List.of(samples.get(random.nextInt(samples.size())))));
        }
    }
}
