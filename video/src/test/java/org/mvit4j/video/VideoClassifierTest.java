package org.mvit4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.ZooModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.video.clip.ClipProtocol.Aggregation;
import org.mvit4j.video.clip.ClipReader;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.clip.TestClips;
import org.mvit4j.video.djl.VideoCriteria;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;

class VideoClassifierTest {

    @TempDir
    static Path folder;

    static Path weights;
    static Path clip;

    @BeforeAll
    static void draw() throws IOException {
        clip = TestClips.write(folder.resolve("clip.mp4"), 60);
        weights = Files.createDirectory(folder.resolve("model")).resolve("timesformer.safetensors");
        try (NDManager manager = Torch.newManager()) {
            TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                    .frames(4)
                    .cropSize(48)
                    .width(64)
                    .depth(1)
                    .heads(1)
                    .mlpWidth(64)
                    .classes(6)
                    .build());
            Weights.fillByRecipe(model, manager, "");
            Weights.addTo(new SafetensorsWriter(), model).write(weights);
        }
    }

    @Test
    void viewsAreSummedUpAsThePublishedTestDoes() throws IOException {
        try (VideoClassifier classifier =
                VideoClassifier.builder(weights).optViews(2, 3).optTopK(3).build()) {
            VideoClassification result = classifier.classify(clip);
            assertThat(result.top()).hasSize(3);
            assertThat(result.frames()).hasSize(2).allMatch(frames -> frames.length == 4);
            assertThat(result.protocol()).contains("2 clips x 3 crops of 48", "sum of logits");
            double[] expected = new double[6];
            ClipReader reader = new ClipReader(classifier.protocol());
            try (FrameSource video = FrameSource.open(clip)) {
                for (int view = 0; view < 2; view++) {
                    for (float[] logits : classifier.logits(reader.view(video, view))) {
                        for (int i = 0; i < 6; i++) {
                            expected[i] += logits[i] / 6;
                        }
                    }
                }
            }
            double sum = 0;
            for (double logit : expected) {
                sum += Math.exp(logit);
            }
            assertThat(result.probabilities()[2]).isCloseTo(Math.exp(expected[2]) / sum, within(1e-6));
            assertThat(result.top().get(0).probability())
                    .isGreaterThanOrEqualTo(result.top().get(1).probability());
        }
    }

    @Test
    void manyThreadsGetTheSameAnswer() throws Exception {
        try (VideoClassifier classifier = VideoClassifier.builder(weights).build()) {
            double[] alone = classifier.classify(clip).probabilities();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Callable<double[]>> tasks = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                tasks.add(() -> classifier.classify(clip).probabilities());
            }
            for (Future<double[]> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).containsExactly(alone, within(1e-6));
            }
            threads.shutdown();
        }
    }

    @Test
    void djlCriteria() throws Exception {
        Files.write(weights.resolveSibling("synset.txt"), List.of("a", "b", "c", "d", "e", "f"));
        try (ZooModel<Path, Classifications> model =
                        VideoCriteria.of(weights.getParent(), "timesformer").loadModel();
                Predictor<Path, Classifications> predictor = model.newPredictor();
                VideoClassifier classifier = VideoClassifier.builder(weights)
                        .optModel("timesformer")
                        .optClassNames(weights.resolveSibling("synset.txt"))
                        .build()) {
            Classifications classes = predictor.predict(clip);
            VideoClassification direct = classifier.classify(clip);
            assertThat(classes.best().getClassName())
                    .isEqualTo(direct.top().get(0).name());
            assertThat(classes.best().getProbability())
                    .isCloseTo(direct.top().get(0).probability(), within(1e-5));
        }
    }

    @Test
    void theSheetShowsFramesAndClasses() throws IOException {
        try (VideoClassifier classifier = VideoClassifier.builder(weights).build();
                FrameSource video = FrameSource.open(clip)) {
            BufferedImage sheet = ContactSheet.draw(video, classifier.classify(video));
            Path file = folder.resolve("sheet.png");
            ContactSheet.write(sheet, file);
            assertThat(javax.imageio.ImageIO.read(file.toFile()).getWidth()).isEqualTo(sheet.getWidth());
        }
    }

    @Test
    void aWrongClassListIsRefused() {
        assertThatThrownBy(() -> VideoClassifier.builder(weights)
                        .optClassNames(List.of("one", "two"))
                        .build())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has 2 names, the model 6 classes");
    }

    @Test
    void aViewThatComesTwiceCountsOnce() {
        ViewScores scores = new ViewScores(Aggregation.SUM_OF_PROBABILITIES);
        scores.add(0, new float[] {1, 0});
        scores.add(1, new float[] {0, 2});
        scores.add(1, new float[] {0, 2});
        assertThat(scores.size()).isEqualTo(2);
        assertThat(scores.scores()[0] + scores.scores()[1]).isCloseTo(2, within(1e-6));
        assertThat(ViewScores.top(new double[] {1, 3, 3, 2}, 3)).containsExactly(1, 2, 3);
    }

    /** Sums of logits and of probabilities disagree where one view is very sure. */
    @Test
    void aggregationsDiffer() {
        ViewScores logits = new ViewScores(Aggregation.MEAN_OF_LOGITS);
        ViewScores probabilities = new ViewScores(Aggregation.MEAN_OF_PROBABILITIES);
        for (ViewScores scores : List.of(logits, probabilities)) {
            scores.add(0, new float[] {20, 0});
            scores.add(1, new float[] {0, 4});
            scores.add(2, new float[] {0, 4});
        }
        assertThat(ViewScores.top(logits.scores(), 1)).containsExactly(0);
        assertThat(ViewScores.top(probabilities.scores(), 1)).containsExactly(1);
    }
}
