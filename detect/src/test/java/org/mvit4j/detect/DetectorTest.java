package org.mvit4j.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Mask;
import ai.djl.modality.cv.output.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.nn.checkpoint.CheckpointException;

class DetectorTest {

    @TempDir
    static Path folder;

    private static Path weights;
    private static Detector detector;

    @BeforeAll
    static void open() throws IOException {
        weights = TinyDetector.weights(folder);
        detector = Detector.builder()
                .setConfig(TinyDetector.config())
                .setWeights(weights)
                .optOptions(DetectOptions.ALL)
                .build();
    }

    @AfterAll
    static void close() {
        detector.close();
    }

    @Test
    void whatIsFoundLiesInThePictureAndIsSorted() {
        Detections found = detector.detect(TinyDetector.picture(120, 80, 1));
        assertThat(found.count()).isPositive();
        float last = 1;
        for (Detection d : found) {
            assertThat(d.x()).isBetween(0f, 120f);
            assertThat(d.y() + d.height()).isBetween(0f, 80f);
            assertThat(d.score()).isBetween(0f, last);
            assertThat(d.className()).isEqualTo(detector.classNames().get(d.classIndex()));
            Rle mask = Objects.requireNonNull(d.mask());
            assertThat(mask.height()).isEqualTo(80);
            assertThat(mask.width()).isEqualTo(120);
            assertThat(Objects.requireNonNull(d.bitmap())).hasSize(80 * 120);
            last = d.score();
        }
    }

    @Test
    void thresholdAndTopKCut() {
        RgbImage picture = TinyDetector.picture(120, 80, 1);
        Detections all = detector.detect(picture);
        float middle = all.items().get(all.count() / 2).score();
        Detections some = detector.detect(List.of(picture), new DetectOptions(middle, 1000, true))
                .get(0);
        assertThat(some).isEqualTo(all.atLeast(middle));
        assertThat(detector.detect(List.of(picture), new DetectOptions(0, 2, false))
                        .get(0)
                        .count())
                .isEqualTo(2);
    }

    @Test
    void threadsShareADetector() throws Exception {
        List<RgbImage> pictures = new ArrayList<>();
        List<Detections> alone = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pictures.add(TinyDetector.picture(90 + 10 * i, 130 - 10 * i, i));
            alone.add(detector.detect(pictures.get(i)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Detections>> futures = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                pictures.forEach(picture -> futures.add(pool.submit(() -> detector.detect(picture))));
            }
            for (int i = 0; i < futures.size(); i++) {
                Detections found = futures.get(i).get();
                Detections expected = alone.get(i % alone.size());
                assertThat(found.count()).isEqualTo(expected.count());
                for (int k = 0; k < found.count(); k++) {
                    assertThat(found.items().get(k).score())
                            .isCloseTo(expected.items().get(k).score(), within(1e-5f));
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aBatchGivesEachPictureItsOwnResults() {
        List<RgbImage> pictures = List.of(TinyDetector.picture(120, 80, 1), TinyDetector.picture(120, 80, 2));
        List<Detections> batch = detector.detect(pictures);
        for (int i = 0; i < 2; i++) {
            Detections single = detector.detect(pictures.get(i));
            assertThat(batch.get(i).count()).isEqualTo(single.count());
            assertThat(batch.get(i).items().get(0).score())
                    .isCloseTo(single.items().get(0).score(), within(1e-4f));
        }
        assertThat(detector.detect(List.of())).isEmpty();
    }

    @Test
    void cocoRecordsAndDjlObjectsSayTheSame() {
        Detections found = detector.detect(TinyDetector.picture(120, 80, 3));
        Detection first = found.items().get(0);
        Map<String, Object> record = found.toCoco(7, index -> index + 1).get(0);
        assertThat(record).containsEntry("image_id", 7L).containsEntry("category_id", first.classIndex() + 1);
        assertThat(record.get("bbox"))
                .isEqualTo(List.of(
                        (double) first.x(), (double) first.y(), (double) first.width(), (double) first.height()));
        DetectedObjects objects = found.toDetectedObjects();
        assertThat(objects.getNumberOfObjects()).isEqualTo(found.count());
        DetectedObjects.DetectedObject object = objects.item(0);
        Rectangle box = object.getBoundingBox().getBounds();
        assertThat(box.getX() * 120).isCloseTo(first.x(), within(1e-4));
        assertThat(box.getHeight() * 80).isCloseTo(first.height(), within(1e-4));
        assertThat(((Mask) object.getBoundingBox()).getProbDist().length).isEqualTo(28);
    }

    @Test
    void aModelDirectoryHoldsTheSameDetector(@TempDir Path target) throws IOException {
        ModelDirectory.write(detector, target.resolve("model"), 0.25);
        RgbImage picture = TinyDetector.picture(120, 80, 4);
        try (Detector reopened = Detector.builder()
                .setModelDirectory(target.resolve("model"))
                .optOptions(DetectOptions.ALL)
                .build()) {
            assertThat(reopened.classNames()).isEqualTo(detector.classNames());
            assertThat(reopened.detect(picture)).isEqualTo(detector.detect(picture));
        }
        assertThatThrownBy(() -> ModelDirectory.write(detector, target.resolve("model"), 0.25))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("not an empty folder");
        try (var left = Files.list(target)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aCheckpointOfAnotherModelIsRefusedWithTheReason() throws IOException {
        Detector.Builder other =
                Detector.builder().setConfig("mask_rcnn_mvitv2_t_3x").setWeights(weights);
        assertThatThrownBy(other::build)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tiny.safetensors");
        assertThatThrownBy(() -> Detector.builder().build()).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> Detector.builder()
                        .setConfig(TinyDetector.config())
                        .setWeights(weights)
                        .optClassNames(List.of("one"))
                        .build())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("1 class names for a detector of 3 classes");
    }

    @Test
    void cocoIdsSkipTheGaps() {
        assertThat(CocoCategories.NAMES).hasSize(80).doesNotHaveDuplicates();
        assertThat(CocoCategories.id(0)).isEqualTo(1);
        assertThat(CocoCategories.id(11)).isEqualTo(13);
        assertThat(CocoCategories.id(79)).isEqualTo(90);
        assertThat(CocoCategories.idFor(List.of("cat"), 0)).isEqualTo(1);
    }
}
