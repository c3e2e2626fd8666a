package org.mvit4j.detect.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.ModelException;
import org.mvit4j.detect.TinyDetector;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;

class ImageClassifierTest {

    @TempDir
    Path folder;

    private Path write(String file, Map<String, Object> overrides) {
        Path path = folder.resolve("classifier.safetensors");
        try (NDManager manager = Torch.newManager()) {
            MViTClassifier model = new MViTClassifier(ReferenceSettings.of(file, overrides));
            Weights.fillByRecipe(model, manager, "");
            Weights.addTo(new SafetensorsWriter(), model).write(path);
        }
        return path;
    }

    @ParameterizedTest
    @CsvSource({"MVITv2_T, false, true", "MVITv2_T, true, true", "MVITv2_S, false, false", "MVITv2_B, true, false"})
    void settingsAreReadOffTheWeights(String file, boolean cls, boolean inAttention) {
        Map<String, Object> overrides = new HashMap<>();
        overrides.put("MVIT.EMBED_DIM", 8);
        overrides.put("MODEL.NUM_CLASSES", 7);
        overrides.put("MVIT.CLS_EMBED_ON", cls);
        overrides.put("MVIT.DIM_MUL_IN_ATT", inAttention);
        Path path = write(file, overrides);
        try (ImageClassifier classifier =
                ImageClassifier.open(path, null, ImageClassifier.Preprocessing.AUTO, Device.cpu())) {
            assertThat(classifier.model().trunk().config())
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*dropPath")
                    .isEqualTo(ReferenceSettings.of(file, overrides).resolve());
            List<RgbImage> pictures = List.of(TinyDetector.picture(300, 240, 1), TinyDetector.picture(100, 400, 2));
            float[][] rows = classifier.probabilities(pictures);
            for (int i = 0; i < rows.length; i++) {
                double sum = 0;
                for (float p : rows[i]) {
                    sum += p;
                }
                assertThat(sum).isCloseTo(1, within(1e-5));
                List<ImageClassifier.ClassScore> best =
                        classifier.classify(pictures, 3).get(i);
                assertThat(best)
                        .hasSize(3)
                        .isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
            }
        }
    }

    @Test
    void labelsMustFit() {
        Path path = write("MVITv2_T", Map.of("MVIT.EMBED_DIM", 8, "MODEL.NUM_CLASSES", 2));
        assertThatThrownBy(() ->
                        ImageClassifier.open(path, List.of("one"), ImageClassifier.Preprocessing.AUTO, Device.cpu()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("1 class names for a classifier of 2 classes");
        try (ImageClassifier classifier =
                ImageClassifier.open(path, List.of("cat", "dog"), ImageClassifier.Preprocessing.TIMM, Device.cpu())) {
            assertThat(classifier
                            .toClassifications(TinyDetector.picture(50, 60, 1))
                            .getClassNames())
                    .containsExactly("cat", "dog");
        }
    }

    @Test
    void videoModelsAreSentElsewhere() {
        Path video = write(
                "Kinetics/MVITv2_S_16x4",
                Map.of("MVIT.EMBED_DIM", 8, "DATA.NUM_FRAMES", 2, "DATA.TRAIN_CROP_SIZE", 64));
        assertThatThrownBy(() -> ImageClassifier.open(video, null, ImageClassifier.Preprocessing.AUTO, Device.cpu()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("SlowFast video classifier");
    }

    @Test
    void detectorsAreNoClassifiers() throws Exception {
        Path detector = TinyDetector.weights(folder);
        assertThatThrownBy(() -> ImageClassifier.open(detector, null, ImageClassifier.Preprocessing.AUTO, Device.cpu()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("detectron2 detector");
    }
}
