package org.mvit4j.train.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.run.Metrics;
import org.mvit4j.train.run.RunException;
import org.mvit4j.train.run.RunOptions;
import org.mvit4j.video.VideoClassifier;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.data.ClipFolder;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.synthetic.Motion;
import org.mvit4j.video.synthetic.MotionDataset;
import org.mvit4j.video.zoo.VideoModels;

class ClassificationTrainingTest {

    /** Two epochs of two steps, with everything random that there is. */
    private static final List<String> SHORT = List.of(
            "solver.epochs=2.0",
            "solver.batch_size=8",
            "solver.schedule.warmup_epochs=0.5",
            "solver.eval_epochs=2.0",
            "solver.log_period=1",
            "mixing.probability=0.5",
            "mixing.mixup_alpha=0.4");

    @TempDir
    static Path folder;

    private static ClipFolder train;
    private static ClipFolder validation;

    @BeforeAll
    static void draw() throws IOException {
        new MotionDataset(16, 8, 6, 32, 5).write(folder.resolve("data"), n -> {});
        train = ClipFolder.open(folder.resolve("data/train"));
        validation = ClipFolder.open(folder.resolve("data/val"), train.classNames());
    }

    private static ClassificationConfig config(String model, String... more) throws IOException {
        List<String> overrides = new ArrayList<>(SHORT);
        overrides.addAll(List.of(more));
        return ClassificationCatalog.load(model, 4, 32, overrides);
    }

    private static RunOptions.Builder run(Path out) {
        return RunOptions.of(out).optSeed(3);
    }

    private static ClassificationOptions options(RunOptions.Builder run) {
        return ClassificationOptions.of(train, validation, run.build());
    }

    private static Map<String, float[]> weights(ClassificationTraining training) {
        Map<String, float[]> values = new TreeMap<>();
        training.model()
                .block()
                .namedParameters()
                .forEach((name, parameter) ->
                        values.put(name, parameter.getArray().toFloatArray()));
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "motion_mvitv1",
                "motion_mvitv2",
                "motion_vivit1",
                "motion_vivit2",
                "motion_vivit3",
                "motion_vivit4",
                "motion_timesformer",
                "motion_timesformer_joint",
                "motion_timesformer_space"
            })
    void everyFamilyLearnsAHandfulOfClips(String model, @TempDir Path out) throws Exception {
        ClassificationConfig config = ClassificationCatalog.load(
                model,
                4,
                32,
                List.of(
                        "solver.epochs=6.0",
                        "solver.batch_size=16",
                        "solver.eval_epochs=100.0",
                        "solver.optimizer.lr=3.0e-3",
                        "solver.log_period=1"));
        try (ClassificationTraining training = ClassificationTraining.open(config, options(run(out)), List.of())) {
            Map<String, float[]> before = weights(training);
            training.run();
            Map<String, float[]> after = weights(training);
            assertThat(after).hasSameSizeAs(before);
            before.forEach((name, values) -> {
                if (!name.startsWith("blocks.3.attn.rel_pos")) { // behind the last block, only the cls token is read
                    assertThat(after.get(name)).as(name).isNotEqualTo(values);
                }
            });
            List<Metrics.Line> lines = training.directory().metrics().read();
            double first = lines.get(0).values().get("loss");
            double last = lines.get(5).values().get("loss");
            assertThat(last).isLessThan(first);
            ClassificationEvaluation test = training.lastEvaluation();
            assertThat(test).isNotNull();
            assertThat(test.size()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"motion_mvitv2", "motion_vivit1", "motion_timesformer"})
    void goesOnAsIfItHadNeverStopped(String model, @TempDir Path out) throws Exception {
        String[] random = switch (model) {
            case "motion_mvitv2" -> new String[] {"model.mvit.drop_path_rate=0.3", "model.mvit.head_dropout=0.5"};
            case "motion_vivit1" -> new String[] {"model.vivit.stochastic_depth=0.4"};
            default -> new String[] {"model.timesformer.drop_path=0.4"};
        };
        ClassificationConfig config = config(model, random);
        Map<String, float[]> whole;
        try (ClassificationTraining training = ClassificationTraining.open(
                config, options(run(out.resolve("whole")).optAverageDecay(0.9)), List.of())) {
            training.run();
            whole = weights(training);
        }
        Path stopped = out.resolve("stopped");
        try (ClassificationTraining training = ClassificationTraining.open(
                config, options(run(stopped).optAverageDecay(0.9)), List.of(new StopBehind(2)))) {
            training.run();
            assertThat(training.trainer().complete()).isFalse();
        }
        try (ClassificationTraining training = ClassificationTraining.open(
                config, options(run(stopped).optAverageDecay(0.9).optResume(true)), List.of())) {
            training.run();
            assertThat(training.trainer().done()).isEqualTo(4);
            Map<String, float[]> resumed = weights(training);
            whole.forEach(
                    (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
        }
    }

    private record StopBehind(long step) implements TrainHook<List<TrainingClip>> {
        @Override
        public void onTrainingBatch(Trainer<List<TrainingClip>> trainer, StepRecord record) {
            if (trainer.done() == step) {
                trainer.requestStop();
            }
        }
    }

    @Test
    void replicasEqualOneBatch(@TempDir Path out) throws Exception {
        ClassificationConfig config = config("motion_mvitv2", "mixing.probability=0.0", "solver.epochs=1.0");
        List<Map<String, float[]>> results = new ArrayList<>();
        for (int replicas = 1; replicas <= 2; replicas++) {
            ClassificationOptions options = options(run(out.resolve("r" + replicas))
                    .optDevices(java.util.Collections.nCopies(replicas, ai.djl.Device.cpu())));
            try (ClassificationTraining training = ClassificationTraining.open(config, options, List.of())) {
                training.run();
                results.add(weights(training));
            }
        }
        results.get(0).forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                assertThat(results.get(1).get(name)[i])
                        .as(name)
                        .isCloseTo(values[i], org.assertj.core.api.Assertions.within(2e-4f));
            }
        });
    }

    @Test
    void trainedWeightsAreAClassifierByThemselves(@TempDir Path out) throws Exception {
        Path file;
        double[] expected;
        try (ClassificationTraining training =
                ClassificationTraining.open(config("motion_vivit2"), options(run(out)), List.of())) {
            training.run();
            file = training.checkpoints().latest().orElseThrow().resolve("model.safetensors");
            expected = training.lastEvaluation().probabilities().get(0);
        }
        try (VideoClassifier classifier = VideoClassifier.builder(file).build()) {
            assertThat(classifier.classNames()).isEqualTo(Motion.labels());
            assertThat(classifier.protocol()).isEqualTo(config("motion_vivit2").test());
            assertThat(classifier.classify(Path.of(validation.name(0))).probabilities())
                    .containsExactly(expected, org.assertj.core.data.Offset.offset(1e-5));
        }
        try (NDManager manager = Torch.newManager()) {
            assertThatThrownBy(() -> VideoModels.load(file, "timesformer", manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is ViViT");
        }
    }

    @Test
    void picturesAreClipsOfOneFrame(@TempDir Path out) throws Exception {
        ClassificationConfig config = ClassificationCatalog.load("motion_mvitv2_picture", 1, 32, SHORT);
        try (ClassificationTraining training = ClassificationTraining.open(config, options(run(out)), List.of())) {
            training.run();
            assertThat(training.lastEvaluation().size()).isEqualTo(8);
        }
        ClassificationConfig clips = config("motion_mvitv2");
        Path image = out.resolve("checkpoints/step-00000004/model.safetensors");
        List<String> log = new ArrayList<>();
        ClassificationOptions inflated =
                options(run(out.resolve("inflated")).optLog(log::add)).withStart(StartWeights.of(image));
        try (ClassificationTraining training = ClassificationTraining.open(clips, inflated, List.of())) {
            assertThat(log.get(0)).contains("inflated").contains("zeroed");
            training.run();
        }
    }

    @Test
    void aHeadOfOtherClassesIsReplaced(@TempDir Path out) throws Exception {
        ClassificationConfig config = config("motion_timesformer");
        try (ClassificationTraining training = ClassificationTraining.open(config, options(run(out)), List.of())) {
            training.run();
        }
        ClipFolder fewer = fewerClasses(out.resolve("two"));
        List<String> log = new ArrayList<>();
        ClassificationOptions options = ClassificationOptions.of(
                        fewer,
                        null,
                        RunOptions.of(out.resolve("tuned")).optLog(log::add).build())
                .withStart(StartWeights.of(out.resolve("checkpoints/step-00000004/model.safetensors")));
        try (ClassificationTraining training = ClassificationTraining.open(config, options, List.of())) {
            assertThat(training.model().classes()).isEqualTo(2);
            assertThat(log.get(0)).contains("2 fresh");
        }
    }

    private static ClipFolder fewerClasses(Path target) throws IOException {
        for (String label : List.of("left", "right")) {
            Path from = folder.resolve("data/train").resolve(label);
            try (var clips = Files.walk(from)) {
                for (Path path : clips.sorted().toList()) {
                    Path to =
                            target.resolve(label).resolve(from.relativize(path).toString());
                    Files.createDirectories(Files.isDirectory(path) ? to : to.getParent());
                    if (Files.isRegularFile(path)) {
                        Files.copy(path, to);
                    }
                }
            }
        }
        return ClipFolder.open(target);
    }

    @Test
    void aCheckpointOfAnotherFamilyIsRefused(@TempDir Path out) throws Exception {
        try (ClassificationTraining training =
                ClassificationTraining.open(config("motion_vivit1"), options(run(out)), List.of())) {
            training.run();
        }
        StartWeights viViT = StartWeights.of(out.resolve("checkpoints/step-00000004/model.safetensors"));
        for (String other : List.of("motion_mvitv2", "motion_timesformer")) {
            ClassificationOptions options = options(run(out.resolve(other))).withStart(viViT);
            assertThatThrownBy(() -> ClassificationTraining.open(config(other), options, List.of()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is a ViViT");
        }
    }

    @Test
    void aRunIsNotContinuedAsAnother(@TempDir Path out) throws Exception {
        try (ClassificationTraining training =
                ClassificationTraining.open(config("motion_vivit2"), options(run(out)), List.of())) {
            training.run();
        }
        assertThatThrownBy(() -> open(config("motion_vivit2", "solver.optimizer.lr=0.1"), out, true, null))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("solver.optimizer.lr was 0.002 and is 0.1");
        assertThatThrownBy(() -> open(config("motion_vivit2"), out, false, null))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("holds a run already");
        assertThatThrownBy(
                        () -> open(config("motion_vivit2"), out.resolve("x"), false, fewerClasses(out.resolve("two"))))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("other classes");
    }

    private static void open(ClassificationConfig config, Path out, boolean resume, @Nullable ClipFolder other)
            throws IOException {
        ClassificationTraining.open(
                        config,
                        ClassificationOptions.of(
                                train,
                                other == null ? validation : other,
                                run(out).optResume(resume).build()),
                        List.of())
                .close();
    }

    @Test
    void oneBrokenClipDoesNotEndARun(@TempDir Path out) throws Exception {
        Path data = out.resolve("data");
        fewerClasses(data);
        Path broken = Files.createDirectories(data.resolve("left/broken"));
        Files.writeString(broken.resolve("0.png"), "no picture");
        ClipFolder dataset = ClipFolder.open(data);
        List<String> log = new ArrayList<>();
        ClassificationConfig config = config("motion_vivit2", "solver.batch_size=4");
        RunOptions lenient = RunOptions.of(out.resolve("lenient"))
                .optSkipBroken(true)
                .optLog(line -> {
                    synchronized (log) {
                        log.add(line);
                    }
                })
                .build();
        try (ClassificationTraining training =
                ClassificationTraining.open(config, ClassificationOptions.of(dataset, dataset, lenient), List.of())) {
            training.run();
            assertThat(training.lastEvaluation().broken()).hasSize(1);
            assertThat(training.lastEvaluation().broken().get(0)).contains("broken");
        }
        assertThat(log).anyMatch(line -> line.startsWith("skipped") && line.contains("broken"));
        RunOptions strict = RunOptions.of(out.resolve("strict")).build();
        try (ClassificationTraining training =
                ClassificationTraining.open(config, ClassificationOptions.of(dataset, null, strict), List.of())) {
            assertThatThrownBy(training::run)
                    .isInstanceOf(org.mvit4j.data.loader.SampleException.class)
                    .hasMessageContaining("broken");
        }
    }
}
