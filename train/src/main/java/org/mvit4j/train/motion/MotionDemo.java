package org.mvit4j.train.motion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.classification.ClassificationCatalog;
import org.mvit4j.train.classification.ClassificationConfig;
import org.mvit4j.train.classification.ClassificationOptions;
import org.mvit4j.train.classification.ClassificationTraining;
import org.mvit4j.train.classification.StartWeights;
import org.mvit4j.train.run.CheckpointStore;
import org.mvit4j.train.run.RunOptions;
import org.mvit4j.video.data.ClipFolder;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.eval.EvaluationOptions;
import org.mvit4j.video.eval.FrameOrder;
import org.mvit4j.video.eval.MultiViewTest;
import org.mvit4j.video.eval.ShuffleStudy;
import org.mvit4j.video.synthetic.FlowerPictures;
import org.mvit4j.video.synthetic.MotionDataset;

/**
 * Draws the motions, trains small models on them, tests each with frames in order, shuffled and standing still, and
 * writes a report.
 *
 * @param out folder for data, runs and report
 * @param models names of configurations, such as {@code motion_mvitv2}
 * @param inflated whether MViTv2 is trained a second time, from an image model of flower pictures
 * @param trainClips clips to learn from
 * @param seed of everything
 * @param overrides of every configuration
 * @param log told of each line
 */
public record MotionDemo(
        Path out,
        List<String> models,
        boolean inflated,
        int trainClips,
        long seed,
        List<String> overrides,
        Consumer<String> log) {

    /** Every family. */
    public static final List<String> MODELS =
            List.of("motion_mvitv1", "motion_mvitv2", "motion_vivit1", "motion_vivit2", "motion_timesformer");

    static final String INFLATES = "motion_mvitv2";
    private static final String PICTURES = "motion_mvitv2_picture";
    private static final int VAL_CLIPS = 240;
    private static final int FRAMES = 10;
    private static final int SIDE = 36;
    private static final int SHUFFLES = 3;
    private static final Map<String, String> TITLES = Map.of(
            "motion_mvitv1", "MViTv1",
            "motion_mvitv2", "MViTv2",
            "motion_vivit1", "ViViT, model 1",
            "motion_vivit2", "ViViT, model 2",
            "motion_vivit3", "ViViT, model 3",
            "motion_vivit4", "ViViT, model 4",
            "motion_timesformer", "TimeSformer, divided",
            "motion_timesformer_joint", "TimeSformer, joint",
            "motion_timesformer_space", "TimeSformer, space only");

    public MotionDemo {
        models = List.copyOf(models);
        overrides = List.copyOf(overrides);
    }

    /**
     * What came of it.
     *
     * @param accuracies top-1 by title, 0 to 1
     * @param shuffled the same with shuffled frames
     * @param report the page
     * @param seconds of everything
     * @param complete whether nothing was interrupted
     */
    public record Result(
            Map<String, Double> accuracies,
            Map<String, Double> shuffled,
            Path report,
            double seconds,
            boolean complete) {}

    /**
     * Runs it all. What is interrupted ends with a report of the models that were finished.
     *
     * @param opened told of each training before it starts, so that it can be stopped
     */
    public Result run(Consumer<ClassificationTraining> opened) throws IOException, InterruptedException {
        long start = System.nanoTime();
        MotionDataset motions = new MotionDataset(trainClips, VAL_CLIPS, FRAMES, SIDE, seed);
        Path data = out.resolve("motions");
        log.accept("drawing " + (trainClips + VAL_CLIPS) + " clips");
        motions.write(data, n -> {});
        ClipFolder train = ClipFolder.open(data.resolve("train"));
        ClipFolder val = ClipFolder.open(data.resolve("val"), train.classNames());
        List<MotionRun> runs = new ArrayList<>();
        boolean complete = true;
        for (String model : models) {
            MotionRun run = train(TITLES.getOrDefault(model, model), model, train, val, StartWeights.random(), opened);
            complete &= run != null;
            if (run == null) {
                break;
            }
            runs.add(run);
        }
        if (inflated && complete) {
            MotionRun run = trainInflated(train, val, opened);
            complete = run != null;
            if (run != null) {
                runs.add(run);
            }
        }
        Path report = out.resolve("report.html");
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (!runs.isEmpty()) {
            new MotionReport(motions, val, runs, data).write(report, seconds);
        }
        Map<String, Double> accuracies = new LinkedHashMap<>();
        Map<String, Double> shuffled = new LinkedHashMap<>();
        runs.forEach(run -> {
            accuracies.put(run.title(), run.accuracy());
            shuffled.put(run.title(), run.study().mean());
        });
        return new Result(accuracies, shuffled, report, seconds, complete);
    }

    private @Nullable MotionRun trainInflated(ClipFolder train, ClipFolder val, Consumer<ClassificationTraining> opened)
            throws IOException, InterruptedException {
        Path pictures = out.resolve("pictures");
        new FlowerPictures(trainClips, VAL_CLIPS, SIDE, seed).write(pictures);
        ClipFolder from = ClipFolder.open(pictures.resolve("train"));
        ClipFolder check = ClipFolder.open(pictures.resolve("val"), from.classNames());
        Path run = out.resolve("runs").resolve(PICTURES);
        log.accept("the image model, on pictures labelled by petals and place");
        try (ClassificationTraining training = open(config(PICTURES), from, check, run, StartWeights.random())) {
            opened.accept(training);
            training.run();
            if (!training.trainer().complete()) {
                return null;
            }
        }
        return train(
                "MViTv2, inflated",
                INFLATES,
                train,
                val,
                StartWeights.of(weights(run).orElseThrow()),
                opened);
    }

    private ClassificationConfig config(String model) throws IOException {
        return ClassificationCatalog.load(model, overrides);
    }

    private ClassificationTraining open(
            ClassificationConfig config, ClipFolder train, ClipFolder val, Path run, StartWeights start)
            throws IOException {
        RunOptions options = RunOptions.of(run)
                .optSeed(seed)
                .optResume(Files.isDirectory(run.resolve("checkpoints")))
                .optSkipBroken(true)
                .optLog(log)
                .build();
        return ClassificationTraining.open(
                config, ClassificationOptions.of(train, val, options).withStart(start), List.of());
    }

    private static java.util.Optional<Path> weights(Path run) throws IOException {
        return new CheckpointStore(run.resolve("checkpoints"), 1, Map.of())
                .latest()
                .map(checkpoint -> checkpoint.resolve(CheckpointStore.MODEL));
    }

    private @Nullable MotionRun train(
            String title,
            String model,
            ClipFolder train,
            ClipFolder val,
            StartWeights start,
            Consumer<ClassificationTraining> opened)
            throws IOException, InterruptedException {
        log.accept(title);
        Path folder = out.resolve("runs").resolve(title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"));
        try (ClassificationTraining training = open(config(model), train, val, folder, start)) {
            opened.accept(training);
            long begin = System.nanoTime();
            training.run();
            if (!training.trainer().complete()) {
                return null;
            }
            double seconds = (System.nanoTime() - begin) * 1e-9;
            EvaluationOptions options = EvaluationOptions.of(training.config().test());
            ClassificationEvaluation ordered = training.lastEvaluation();
            if (ordered == null) {
                ordered = test(training, val, options);
            }
            List<ClassificationEvaluation> shuffled = new ArrayList<>();
            for (int i = 0; i < SHUFFLES; i++) {
                shuffled.add(test(training, val, options.withOrder(FrameOrder.random(seed + i))));
            }
            ClassificationEvaluation still = test(training, val, options.withOrder(FrameOrder.still(0)));
            long parameters = training.model().block().namedParameters().values().stream()
                    .mapToLong(parameter -> parameter.getShape().size())
                    .sum();
            return new MotionRun(
                    title,
                    model,
                    parameters,
                    training.trainer().done(),
                    seconds,
                    new ShuffleStudy(ordered, shuffled),
                    still,
                    training.directory().metrics().read(),
                    weights(folder).orElseThrow());
        }
    }

    private static ClassificationEvaluation test(
            ClassificationTraining training, ClipFolder val, EvaluationOptions options)
            throws IOException, InterruptedException {
        return MultiViewTest.run(training.model(), training.manager(), val, options);
    }
}
