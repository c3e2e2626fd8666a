package org.mvit4j.train.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;
import org.mvit4j.coco.report.HtmlReport;
import org.mvit4j.coco.report.ReportBuilder;
import org.mvit4j.coco.report.Tasks;
import org.mvit4j.data.synthetic.ShapeDataset;
import org.mvit4j.detect.ModelDirectory;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.config.ConfigSource;
import org.mvit4j.train.detection.DetectionEvaluation;
import org.mvit4j.train.detection.DetectionTraining;
import org.mvit4j.train.detection.TrainOptions;
import org.mvit4j.train.optim.WeightAverage;
import org.mvit4j.train.run.ProcessMemory;
import org.mvit4j.train.run.RunException;
import org.mvit4j.train.run.RunOptions;

/**
 * Draws a data set, trains a small detector on it, evaluates, and writes a report; or does the same with a handful of
 * somebody's own pictures, to see that it can learn them by heart.
 *
 * @param out folder for data, run, model and report
 * @param data a data set to overfit instead of drawing one, or null
 * @param images how many of its images
 * @param seed of everything
 * @param overrides of the configuration
 * @param log told of each line
 */
public record Demo(Path out, @Nullable Path data, int images, long seed, List<String> overrides, Consumer<String> log) {

    private static final int TRAIN_IMAGES = 1500;
    private static final int VAL_IMAGES = 100;
    private static final int SIDE = 160;
    private static final int MOST_OBJECTS = 6;
    private static final double AVERAGE_DECAY = 0.98;
    private static final String SHAPES = "org/mvit4j/configs/demo/mask_rcnn_mvitv2_shapes.yaml";
    private static final String PHOTOS = "org/mvit4j/configs/demo/mask_rcnn_mvitv2_photos.yaml";

    /**
     * What came of it.
     *
     * @param boxAp of the evaluated images, 0 to 100
     * @param maskAp likewise
     * @param report the page
     * @param model a model directory
     * @param seconds of training
     * @param peakBytes of the process
     */
    public record Result(double boxAp, double maskAp, Path report, Path model, double seconds, long peakBytes) {}

    /** The configuration for drawn shapes. */
    public static DetectorConfig config(List<String> overrides) throws IOException {
        return config(SHAPES, overrides);
    }

    private static DetectorConfig config(String resource, List<String> overrides) throws IOException {
        ClassLoader loader = Objects.requireNonNull(DetectorConfig.class.getClassLoader());
        return DetectorConfig.load(ConfigSource.resource(loader, resource), overrides);
    }

    /**
     * Runs it all.
     *
     * @param opened told of the training before it starts, so that it can be stopped
     */
    public Result run(Consumer<DetectionTraining> opened) throws IOException, InterruptedException {
        if (Files.exists(out.resolve("run"))) {
            throw new RunException(
                    out, "it holds a demonstration already", "look at report.html there, or choose another --out");
        }
        // before anything is drawn: a wrong override costs no time
        DetectorConfig config = config(data == null ? SHAPES : PHOTOS, overrides);
        Path source = data == null ? draw() : data;
        RunOptions run = RunOptions.of(out.resolve("run"))
                .optSeed(seed)
                .optAverageDecay(AVERAGE_DECAY)
                .optLog(log)
                .build();
        TrainOptions options = TrainOptions.of(source, run).withFirstImages(data == null ? 0 : images);
        try (DetectionTraining training = DetectionTraining.open(config, options, List.of())) {
            opened.accept(training);
            long start = System.nanoTime();
            training.run();
            double seconds = (System.nanoTime() - start) * 1e-9;
            try (WeightAverage.Swap ignored = training.evaluationWeights()) {
                DetectionEvaluation evaluation = training.lastEvaluation();
                if (evaluation == null) {
                    evaluation = DetectionEvaluation.run(
                            training.detector(), Objects.requireNonNull(training.validation()), VAL_IMAGES, n -> {});
                }
                Path model = out.resolve("model");
                ModelDirectory.write(training.detector(), model, 0.5);
                return report(training, evaluation, source, model, seconds);
            }
        }
    }

    private Path draw() throws IOException {
        Path folder = out.resolve("data");
        if (!Files.exists(folder.resolve("annotations/instances_val.json"))) {
            log.accept("drawing " + (TRAIN_IMAGES + VAL_IMAGES) + " pictures");
            new ShapeDataset(TRAIN_IMAGES, VAL_IMAGES, SIDE, MOST_OBJECTS, seed).write(folder, n -> {});
        }
        return folder;
    }

    private Result report(
            DetectionTraining training, DetectionEvaluation evaluation, Path source, Path model, double seconds)
            throws IOException {
        double box = evaluation.metrics().getOrDefault("bbox/AP", Double.NaN);
        double mask = evaluation.metrics().getOrDefault("segm/AP", Double.NaN);
        long peak = ProcessMemory.peak();
        long values = training.detector().model().namedParameters().values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
        List<String> facts = List.of(
                String.format(Locale.ROOT, "Mask R-CNN on a small MViTv2, %.1f M parameters", values / 1e6),
                training.trainer().done() + " steps of "
                        + training.config().solver().batchSize() + " pictures",
                clock(seconds) + " of training",
                String.format(Locale.ROOT, "%.1f GB at most", peak / 1e9),
                "seed " + seed);
        Path report = out.resolve("report.html");
        Path config = training.directory().folder().resolve("config.yaml");
        List<String> commands = new ArrayList<>();
        commands.add("mvit detect -m " + model + " " + evaluation.instances().file(0) + " --out found");
        commands.add("mvit eval -m " + model + " --data " + source);
        commands.add("mvit train --config " + config + " --data " + source + " --weights "
                + model.resolve("model.safetensors")
                + " --out longer solver.schedule.max_iter=5000");
        commands.add("mvit train --config mask_rcnn_mvitv2_t_3x --data YOUR_COCO_FOLDER --weights MViTv2_T_in1k.pyth"
                + " --out run solver.batch_size=2");
        new TrainingReport(evaluation, training.directory().metrics().read())
                .write(
                        report,
                        data == null ? "Drawn shapes, learned" : "Learned by heart",
                        facts,
                        data == null
                                ? "Drawn pictures that were not trained on."
                                : "The very pictures that were trained on: the check is whether they can be learned.",
                        links(evaluation),
                        commands);
        return new Result(box, mask, report, model, seconds, peak);
    }

    /** Adds the evaluator's own report, for whoever wants intervals, error types and confusions. */
    private Map<String, String> links(DetectionEvaluation evaluation) throws IOException {
        Map<String, String> links = new LinkedHashMap<>();
        CocoDataset truth = evaluation.instances().dataset();
        Path folder = out.resolve("evaluation");
        report(truth, evaluation.boxes(), evaluation.boxMatches(), folder.resolve("boxes"));
        links.put("evaluation of the boxes", "evaluation/boxes/index.html");
        CocoResults masks = evaluation.masks();
        Matches maskMatches = evaluation.maskMatches();
        if (masks != null && masks.size() > 0 && maskMatches != null) {
            report(truth, masks, maskMatches, folder.resolve("masks"));
            links.put("evaluation of the masks", "evaluation/masks/index.html");
        }
        links.put("learning rate", "run/learning_rate.png");
        links.put("configuration", "run/config.yaml");
        return links;
    }

    private static void report(CocoDataset truth, CocoResults results, Matches matches, Path folder)
            throws IOException {
        EvalArrays arrays = matches.accumulate();
        try (Workers workers = Workers.ofMachine()) {
            HtmlReport.write(
                    new ReportBuilder(truth, results, null, BootstrapSettings.DEFAULT, workers, Tasks.SILENT)
                            .add(matches, arrays, Summary.of(arrays))
                            .build(),
                    folder);
        }
    }

    private static String clock(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return "%d:%02d minutes".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
