package org.mvit4j.video.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.video.VideoClassification;
import org.mvit4j.video.VideoClassifier;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.ClipProtocol.Aggregation;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.data.ClipFolder;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.VideoModel;
import org.mvit4j.video.synthetic.MotionDataset;
import org.mvit4j.video.zoo.VideoModels;

class MultiViewTestTest {

    private static final int SIDE = 32;

    @TempDir
    static Path folder;

    private static NDManager manager;
    private static VideoModel divided;
    private static VideoModel space;
    private static ClipFolder dataset;

    @BeforeAll
    static void draw() throws IOException {
        new MotionDataset(8, 16, 8, 40, 9).write(folder, n -> {});
        dataset = ClipFolder.open(folder.resolve("val"));
        manager = Torch.newManager();
        divided = model(TimeSformerConfig.Scheme.DIVIDED_SPACE_TIME);
        space = model(TimeSformerConfig.Scheme.SPACE_ONLY);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    private static VideoModel model(TimeSformerConfig.Scheme scheme) {
        TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                .scheme(scheme)
                .frames(4)
                .cropSize(SIDE)
                .patch(8)
                .width(32)
                .heads(2)
                .depth(2)
                .mlpWidth(64)
                .classes(8)
                .build());
        var random = SeedMix.random(4, 0);
        Weights.fill(model, manager, (name, shape) -> {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float)
                        (random.nextGaussian() * 0.3 + (name.contains("norm") && name.endsWith("weight") ? 1 : 0));
            }
            return values;
        });
        return model;
    }

    private static ClipProtocol protocol(int clips, int crops, Aggregation aggregation) {
        return new ClipProtocol(
                new FrameSampler(FrameSampler.Family.MMACTION, 4, 1),
                SIDE,
                36,
                SIDE,
                ClipProtocol.Rounding.NONE,
                ClipProtocol.CropOrder.LEFT_CENTER_RIGHT,
                VideoModels.KINETICS,
                clips,
                crops,
                aggregation);
    }

    /** One video after the other through the classifier that users embed, and counting by hand. */
    @ParameterizedTest
    @EnumSource(Aggregation.class)
    void equalsTheSlowWay(Aggregation aggregation) throws Exception {
        ClipProtocol protocol = protocol(3, 3, aggregation);
        ClassificationEvaluation evaluation = MultiViewTest.run(
                divided,
                manager,
                dataset,
                EvaluationOptions.of(protocol).withBatchClips(7).withThreads(3));
        int top1 = 0;
        int top5 = 0;
        int[][] counts = new int[8][8];
        try (VideoClassifier classifier =
                VideoClassifier.builder(divided, protocol).optTopK(5).build()) {
            for (int i = 0; i < dataset.size(); i++) {
                VideoClassification one = classifier.classify(Path.of(dataset.name(i)));
                assertThat(evaluation.probabilities().get(i))
                        .containsExactly(one.probabilities(), org.assertj.core.data.Offset.offset(1e-5));
                int label = dataset.label(i);
                List<Integer> best =
                        one.top().stream().map(VideoClassification.Score::index).toList();
                top1 += best.get(0) == label ? 1 : 0;
                top5 += best.contains(label) ? 1 : 0;
                counts[label][best.get(0)]++;
            }
        }
        assertThat(evaluation.size()).isEqualTo(16);
        assertThat(evaluation.top(1)).isEqualTo(top1 / 16.0);
        assertThat(evaluation.top(5)).isEqualTo(top5 / 16.0);
        assertThat(evaluation.confusion().counts()).isDeepEqualTo(counts);
        double recall = 0;
        for (int c = 0; c < 8; c++) {
            recall += counts[c][c] / 2.0 / 8;
        }
        assertThat(evaluation.confusion().meanRecall(true)).isCloseTo(recall, within(1e-12));
    }

    @Test
    void batchesAndThreadsChangeNothing() throws Exception {
        EvaluationOptions options =
                EvaluationOptions.of(protocol(2, 1, Aggregation.MEAN_OF_LOGITS)).withOrder(FrameOrder.random(3));
        ClassificationEvaluation a = MultiViewTest.run(
                divided, manager, dataset, options.withBatchClips(1).withThreads(1));
        ClassificationEvaluation b = MultiViewTest.run(
                divided, manager, dataset, options.withBatchClips(9).withThreads(4));
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.scores().get(i)).containsExactly(b.scores().get(i), org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    /** Attention over space alone, frames averaged: blind to the order of frames. Divided attention is not. */
    @Test
    void shufflingFramesMattersToThoseWhoSeeTime() throws Exception {
        EvaluationOptions options = EvaluationOptions.of(protocol(1, 1, Aggregation.MEAN_OF_LOGITS));
        for (VideoModel model : List.of(space, divided)) {
            ClassificationEvaluation ordered = MultiViewTest.run(model, manager, dataset, options);
            List<ClassificationEvaluation> shuffled = new ArrayList<>();
            for (int seed = 0; seed < 3; seed++) {
                shuffled.add(MultiViewTest.run(model, manager, dataset, options.withOrder(FrameOrder.random(seed))));
            }
            ShuffleStudy study = new ShuffleStudy(ordered, shuffled);
            if (model == space) {
                assertThat(study.divergence()).isLessThan(1e-8);
                assertThat(study.mean()).isEqualTo(ordered.top(1));
                assertThat(study.deviation()).isZero();
            } else {
                assertThat(study.divergence()).isGreaterThan(1e-4);
            }
        }
    }

    @Test
    void oneBrokenClipIsLeftOutAndReported(@TempDir Path copy) throws Exception {
        new MotionDataset(8, 8, 4, 40, 9).write(copy, n -> {});
        Path broken = copy.resolve("val/left/99999");
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("0.png"), "no picture");
        ClipFolder videos = ClipFolder.open(copy.resolve("val"));
        List<String> lines = new ArrayList<>();
        EvaluationOptions options = EvaluationOptions.of(protocol(1, 1, Aggregation.MEAN_OF_LOGITS));
        ClassificationEvaluation evaluation =
                MultiViewTest.run(divided, manager, videos, options.withBroken(false, lines::add));
        assertThat(evaluation.size()).isEqualTo(8);
        assertThat(evaluation.broken()).isEqualTo(lines).hasSize(1);
        assertThat(lines.get(0)).contains("99999");
        assertThatThrownBy(() -> MultiViewTest.run(divided, manager, videos, options.withBroken(true, lines::add)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void otherClassesAreRefused() throws Exception {
        ClipFolder some = ClipFolder.open(
                folder.resolve("val"),
                java.util.stream.Stream.concat(dataset.classNames().stream(), java.util.stream.Stream.of("more"))
                        .toList());
        assertThatThrownBy(() -> MultiViewTest.run(
                        divided, manager, some, EvaluationOptions.of(protocol(1, 1, Aggregation.MEAN_OF_LOGITS))))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("has 9 classes, the model 8");
    }
}
