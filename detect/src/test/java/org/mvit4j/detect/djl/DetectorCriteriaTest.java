package org.mvit4j.detect.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.Detector;
import org.mvit4j.detect.ModelDirectory;
import org.mvit4j.detect.TinyDetector;
import org.mvit4j.detect.draw.PictureWriter;

class DetectorCriteriaTest {

    @TempDir
    static Path folder;

    private static Path model;
    private static Path zip;
    private static Path photo;
    private static Detections expected;

    @BeforeAll
    static void write() throws IOException {
        model = folder.resolve("model");
        zip = folder.resolve("model.zip");
        photo = folder.resolve("photo.png");
        RgbImage picture = TinyDetector.picture(120, 80, 5);
        PictureWriter.write(picture.toBufferedImage(), photo);
        try (Detector detector = Detector.builder()
                .setConfig(TinyDetector.config())
                .setWeights(TinyDetector.weights(folder))
                .optOptions(new DetectOptions(0.05, 100, true))
                .build()) {
            ModelDirectory.write(detector, model, 0.05).zip(zip);
            expected = detector.detect(picture);
        }
        assertThat(expected.count()).isPositive();
    }

    @Test
    void typedCriteriaGiveDjlObjects() throws Exception {
        Criteria<Image, DetectedObjects> criteria = DetectorCriteria.of(model);
        try (ZooModel<Image, DetectedObjects> zoo = criteria.loadModel();
                Predictor<Image, DetectedObjects> predictor = zoo.newPredictor()) {
            Image image = ImageFactory.getInstance().fromFile(photo);
            DetectedObjects found = predictor.predict(image);
            assertThat(found.getNumberOfObjects()).isEqualTo(expected.count());
            assertThat(found.item(0).getClassName())
                    .isEqualTo(expected.items().get(0).className());
            List<DetectedObjects> batch = predictor.batchPredict(List.of(image, image));
            assertThat(batch).hasSize(2);
            assertThat(batch.get(1).getNumberOfObjects()).isEqualTo(expected.count());
        }
    }

    @Test
    void ourOwnDetectionsComeFromPaths() throws Exception {
        try (ZooModel<Path, Detections> zoo =
                        DetectorCriteria.of(model, Path.class, Detections.class).loadModel();
                Predictor<Path, Detections> predictor = zoo.newPredictor()) {
            assertThat(predictor.predict(photo)).isEqualTo(expected);
        }
    }

    @Test
    void servingLoadsTheZipWithoutBeingToldAnything() throws Exception {
        Criteria<Input, Output> criteria = Criteria.builder()
                .setTypes(Input.class, Output.class)
                .optModelPath(zip)
                .build();
        try (ZooModel<Input, Output> zoo = criteria.loadModel();
                Predictor<Input, Output> predictor = zoo.newPredictor()) {
            Input input = new Input();
            input.add("data", Files.readAllBytes(photo));
            Output output = predictor.predict(input);
            JsonNode json = new ObjectMapper().readTree(output.getData().getAsString());
            assertThat(json.get("width").asInt()).isEqualTo(120);
            assertThat(json.get("detections")).hasSize(expected.count());
            assertThat(json.at("/detections/0/segmentation/counts").asText()).isNotEmpty();
        }
    }
}
