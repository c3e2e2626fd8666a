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
import java.util.Collections;
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

    /** Videos of several lengths in one pass, from several threads at once: what each gives alone. */
    @Test
    void batchesGiveWhatEachVideoGivesAlone() throws Exception {
        List<Path> videos = new ArrayList<>(List.of(clip));
        for (int frames : new int[] {3, 25, 140}) {
            videos.add(TestClips.write(folder.resolve("clip" + frames + ".mp4"), frames));
        }
        try (VideoClassifier classifier =
                VideoClassifier.builder(weights).optViews(2, 3).build()) {
            List<VideoClassification> alone = new ArrayList<>();
            for (Path video : videos) {
                alone.add(classifier.classify(video));
            }
            assertThat(alone.get(1).probabilities()).isNotEqualTo(alone.get(2).probabilities());
            assertThat(alone.get(0).notes()) // 4 frames lie 32 apart
                    .containsExactly("has 60 frames; a clip of 4 holds 3 different ones, the rest repeat them");
            assertThat(alone.get(3).notes()).isEmpty();
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Callable<List<VideoClassification>>> tasks = new ArrayList<>();
            for (int i = 0; i < videos.size(); i++) {
                List<Path> batch = new ArrayList<>(videos);
                Collections.rotate(batch, i);
                tasks.add(() -> classifier.classify(batch));
            }
            for (Future<List<VideoClassification>> batch : threads.invokeAll(tasks)) {
                for (VideoClassification result : batch.get()) {
                    VideoClassification expected = alone.stream()
                            .filter(other -> other.video().equals(result.video()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(result.probabilities()).containsExactly(expected.probabilities(), within(1e-6));
                    assertThat(result.frames().get(1))
                            .isEqualTo(expected.frames().get(1));
                    assertThat(result.top().get(0).name())
                            .isEqualTo(expected.top().get(0).name());
                }
            }
            threads.shutdown();
            assertThat(classifier.classify(List.of())).isEmpty();
            Path bad = Files.writeString(folder.resolve("bad.mp4"), "no video");
            assertThatThrownBy(() -> classifier.classify(List.of(clip, bad)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("bad.mp4");
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
    void aWrongClassListIsRefused() throws IOException {
        assertThatThrownBy(() -> VideoClassifier.builder(weights)
                        .optClassNames(List.of("one", "two"))
                        .build())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has 2 names, the model 6 classes");
        Path list = Files.write(folder.resolve("names.txt"), List.of("one", "", "two"));
        assertThatThrownBy(() ->
                        VideoClassifier.builder(weights).optClassNames(list).build())
                .hasMessageContaining("names.txt: has 2 names");
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
