package org.mvit4j.train.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.coco.DatasetException;
import org.mvit4j.data.loader.SampleException;
import org.mvit4j.data.synthetic.ShapeDataset;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.train.demo.Demo;
import org.mvit4j.train.loop.NonFiniteLossException;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.run.CheckpointStore;
import org.mvit4j.train.run.EvaluationHook;
import org.mvit4j.train.run.Metrics;
import org.mvit4j.train.run.MetricsHook;
import org.mvit4j.train.run.RunException;
import org.mvit4j.train.run.RunOptions;

/** Whole runs of a very small detector on drawn shapes. */
class TinyTrainingTest {

    private static final List<String> TINY = List.of(
            "model.backbone.embed_dim=8",
            "model.neck.out_channels=16",
            "model.roi_heads.box_head.fc_dims=[16]",
            "model.roi_heads.mask_head.conv_dims=[8]",
            "model.roi_heads.mask_head.deconv_dim=8",
            "model.roi_heads.batch_size_per_image=16",
            "solver.batch_size=2",
            "solver.schedule.max_iter=6",
            "solver.schedule.decay=cosine",
            "solver.checkpoint_period=3",
            "solver.eval_period=6",
            "solver.log_period=2");

    @TempDir
    static Path data;

    @TempDir
    Path out;

    @BeforeAll
    static void draw() throws IOException {
        new ShapeDataset(8, 3, 64, 3, 5).write(data, n -> {});
    }

    private static DetectorConfig config(String... more) throws IOException {
        List<String> overrides = new ArrayList<>(TINY);
        overrides.addAll(Arrays.asList(more));
        return Demo.config(overrides);
    }

    private RunOptions.Builder run(String folder) {
        return RunOptions.of(out.resolve(folder)).optSeed(3).optEvaluate(3).optAverageDecay(0.9);
    }

    private static TrainOptions options(RunOptions.Builder run) {
        return TrainOptions.of(data, run.build());
    }

    /** Stops a run after some steps, as Ctrl-C does. */
    private record StopAfter(long steps) implements TrainHook<TrainingSample> {
        @Override
        public void onTrainingBatch(Trainer<TrainingSample> trainer, StepRecord step) {
            if (trainer.done() == steps) {
                trainer.requestStop();
            }
        }
    }

    private static Map<String, float[]> tensors(Path file) {
        Map<String, float[]> all = new TreeMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (StoredTensor tensor : checkpoint.stateDict()) {
                all.put(tensor.name(), tensor.toFloats());
            }
        }
        return all;
    }

    private static void assertSame(Path a, Path b) {
        Map<String, float[]> expected = tensors(a);
        Map<String, float[]> actual = tensors(b);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).containsExactly(values));
    }

    @Test
    void aStoppedRunGoesOnBitForBit() throws IOException, InterruptedException {
        try (DetectionTraining whole = DetectionTraining.open(config(), options(run("whole")), List.of())) {
            whole.run();
            assertThat(whole.lastEvaluation()).isNotNull();
            assertThat(whole.checkpoints().all()).hasSize(2);
        }
        try (DetectionTraining part =
                DetectionTraining.open(config(), options(run("part")), List.of(new StopAfter(3)))) {
            part.run();
            assertThat(part.trainer().done()).isEqualTo(3);
        }
        try (DetectionTraining rest =
                DetectionTraining.open(config(), options(run("part").optResume(true)), List.of())) {
            rest.run();
            assertThat(rest.trainer().done()).isEqualTo(6);
        }
        for (String file : List.of(CheckpointStore.MODEL, CheckpointStore.AVERAGE, "optimizer.safetensors")) {
            assertSame(
                    out.resolve("whole/checkpoints/step-00000006").resolve(file),
                    out.resolve("part/checkpoints/step-00000006").resolve(file));
        }
        assertThat(figures("part")).isEqualTo(figures("whole"));
        for (String file : List.of("config.yaml", "environment.json", "metrics.jsonl", "losses.png")) {
            assertThat(out.resolve("part").resolve(file)).isNotEmptyFile();
        }
        assertThatThrownBy(() -> DetectionTraining.open(
                        config("solver.optimizer.lr=0.5"), options(run("part").optResume(true)), List.of()))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("solver.optimizer.lr was 0.0015 and is 0.5");
    }

    /** The lines of the metrics without what the clock and the machine say. */
    private List<Metrics.Line> figures(String folder) throws IOException {
        return new Metrics(out.resolve(folder).resolve("metrics.jsonl"))
                .read().stream()
                        .map(line -> {
                            Map<String, Double> values = new TreeMap<>(line.values());
                            List.of("time", "data_time", "eta_seconds", "rss_gb")
                                    .forEach(values::remove);
                            return new Metrics.Line(line.iteration(), values);
                        })
                        .toList();
    }

    @Test
    void anEvaluationThatWasCutOffIsMadeUpFor() throws IOException, InterruptedException {
        try (DetectionTraining whole = DetectionTraining.open(config(), options(run("cut")), List.of())) {
            whole.run();
        }
        List<Metrics.Line> before = figures("cut");
        Path metrics = out.resolve("cut/metrics.jsonl");
        List<String> lines = Files.readAllLines(metrics);
        assertThat(lines.get(lines.size() - 1)).contains("bbox/AP");
        Files.write(metrics, lines.subList(0, lines.size() - 1));
        Files.delete(out.resolve("cut/checkpoints/best.json"));
        List<String> log = new ArrayList<>();
        try (DetectionTraining again = DetectionTraining.open(
                config(), options(run("cut").optResume(true).optLog(log::add)), List.of())) {
            again.run();
            assertThat(again.lastEvaluation()).isNotNull();
            assertThat(again.checkpoints().bestCheckpoint()).isPresent();
        }
        assertThat(log).anyMatch(line -> line.contains("is complete, all 6 steps are done"));
        assertThat(figures("cut")).isEqualTo(before);
    }

    /** Asks for an end while the picture is evaluated. */
    @Test
    void anEvaluationDoesNotHoldUpAnEnd() throws IOException, InterruptedException {
        List<String> log = new ArrayList<>();
        try (DetectionTraining run = DetectionTraining.open(
                config("solver.eval_period=2"), options(run("leaving").optLog(log::add)), List.of())) {
            EvaluationHook<TrainingSample, String> stopping = new EvaluationHook<>(
                    new EvaluationHook.Evaluator<String>() {
                        @Override
                        public String evaluate(LongConsumer progress) {
                            run.requestStop();
                            progress.accept(1);
                            return "never";
                        }

                        @Override
                        public Map<String, Double> metrics(String evaluation) {
                            return Map.of();
                        }

                        @Override
                        public List<String> headlines() {
                            return List.of();
                        }

                        @Override
                        public String line(String evaluation, long step) {
                            return evaluation;
                        }
                    },
                    1,
                    new MetricsHook<>(run.directory(), 100, log::add),
                    run.checkpoints(),
                    log::add);
            stopping.onTrainingBegin(run.trainer());
            stopping.onTrainingBatch(run.trainer(), new StepRecord(0, 0, Map.of(), Map.of(), 0, 0, false, 0, 0));
            assertThat(log).last().isEqualTo("the evaluation at step 0 is left for --resume");
            assertThat(stopping.lastAt(0)).isNull();
        }
    }

    @Test
    void aPictureThatBreaksLaterCostsNoStep() throws IOException {
        Path own = out.resolve("breaking");
        new ShapeDataset(4, 1, 64, 3, 5).write(own, n -> {});
        try (Stream<Path> pictures = Files.list(own.resolve("train"))) {
            Path last = pictures.sorted().reduce((a, b) -> b).orElseThrow();
            Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 100));
        }
        TrainHook<TrainingSample> unlucky = new TrainHook<>() {
            @Override
            public void onTrainingEnd(Trainer<TrainingSample> trainer) throws IOException {
                throw new IOException("an unlucky hook");
            }
        };
        try (DetectionTraining run = DetectionTraining.open(
                config("solver.checkpoint_period=100", "solver.batch_size=1"),
                TrainOptions.of(
                        own, RunOptions.of(out.resolve("broken")).optSeed(1).build()),
                List.of(unlucky))) {
            assertThatThrownBy(run::run)
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining("truncated")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(run.trainer().done()).isBetween(1L, 3L);
            assertThat(run.checkpoints().latest())
                    .hasValueSatisfying(path -> assertThat(path.getFileName().toString())
                            .isEqualTo("step-0000000" + run.trainer().done()));
        }
    }

    @Test
    void aLossThatIsNotFiniteStopsAndSavesTheBatch() throws IOException {
        DetectorConfig hot =
                config("solver.optimizer.lr=1e30", "solver.clip_norm=null", "solver.schedule.warmup_iters=0");
        try (DetectionTraining run = DetectionTraining.open(hot, options(run("hot")), List.of())) {
            assertThatThrownBy(run::run)
                    .isInstanceOf(NonFiniteLossException.class)
                    .hasMessageContaining("step ")
                    .hasMessageContaining("image ");
        }
        try (var files = Files.walk(out.resolve("hot"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("non_finite_step_"))
                    .anyMatch(name -> name.endsWith(".png"))
                    .anyMatch(name -> name.matches("0_image_\\d+\\.json"));
        }
    }

    /** The drawn data with two of its classes. */
    private Path twoClasses() throws IOException {
        Path folder = Files.createDirectories(out.resolve("two/annotations"));
        ObjectMapper json = new ObjectMapper();
        for (String split : List.of("train", "val")) {
            String file = "instances_" + split + ".json";
            ObjectNode all = (ObjectNode)
                    json.readTree(data.resolve("annotations").resolve(file).toFile());
            ArrayNode kept = json.createArrayNode();
            all.get("annotations").forEach(each -> {
                if (each.get("category_id").asInt() <= 3) {
                    kept.add(each);
                }
            });
            all.set("annotations", kept);
            ArrayNode categories = json.createArrayNode();
            all.get("categories").forEach(each -> {
                if (each.get("id").asInt() <= 3) {
                    categories.add(each);
                }
            });
            all.set("categories", categories);
            json.writeValue(folder.resolve(file).toFile(), all);
            Path pictures = Files.createDirectories(out.resolve("two").resolve(split));
            try (Stream<Path> files = Files.list(data.resolve(split))) {
                for (Path each : files.toList()) {
                    Files.copy(each, pictures.resolve(each.getFileName()));
                }
            }
        }
        return out.resolve("two");
    }

    @Test
    void otherClassesAreToldAndLeftOutWhenAsked() throws IOException, InterruptedException {
        try (DetectionTraining whole =
                DetectionTraining.open(config(), options(run("five").optEvaluate(0)), List.of())) {
            whole.run();
        }
        Path weights = out.resolve("five/checkpoints/step-00000006/model.safetensors");
        RunOptions fresh = RunOptions.of(out.resolve("other")).optEvaluate(0).build();
        TrainOptions other = TrainOptions.of(twoClasses(), fresh).withWeights(weights);
        assertThatThrownBy(() -> DetectionTraining.open(config(), other, List.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(weights + ": it knows 5 classes, the data set has 2; pass --reset-predictors to take"
                        + " everything but the layers that depend on the classes");
        try (DetectionTraining begun = DetectionTraining.open(config(), other.withResetPredictors(true), List.of())) {
            assertThat(begun.config().model().numClasses()).isEqualTo(2);
        }
    }

    @Test
    void missingPicturesAreToldBeforeTheFirstStep() throws IOException {
        Path own = out.resolve("missing");
        new ShapeDataset(4, 2, 64, 3, 5).write(own, n -> {});
        Path val = own.resolve("val/000002.png");
        Path train = own.resolve("train/000003.png");
        Files.delete(val);
        RunOptions.Builder run = RunOptions.of(out.resolve("not begun"));
        assertThatThrownBy(() -> DetectionTraining.open(config(), TrainOptions.of(own, run.build()), List.of()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining(val + ": there is no such file, and it is to be evaluated");
        Files.delete(train);
        assertThatThrownBy(() -> DetectionTraining.open(config(), TrainOptions.of(own, run.build()), List.of()))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(train + ": there is no such file; ");
        List<String> log = new ArrayList<>();
        try (DetectionTraining begun = DetectionTraining.open(
                config(),
                TrainOptions.of(
                        own,
                        run.optSkipBroken(true).optEvaluate(0).optLog(log::add).build()),
                List.of())) {
            assertThat(begun.trainer().done()).isZero();
        }
        assertThat(log).contains("1 pictures are missing, others are taken in their place");
    }

    @Test
    void float16NeedsAGpu() throws IOException {
        DetectorConfig mixed = config("solver.mixed_precision=true");
        assertThatThrownBy(() -> DetectionTraining.open(mixed, options(run("mixed")), List.of()))
                .hasMessageContaining("solver.mixed_precision=false");
    }
}
