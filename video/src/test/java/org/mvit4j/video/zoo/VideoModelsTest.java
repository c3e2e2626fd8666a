package org.mvit4j.video.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.MViTLayout;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.MViTVideoModel;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.VideoModel;

class VideoModelsTest {

    @TempDir
    Path folder;

    static List<String> names() {
        return VideoModels.names();
    }

    private static StateDict shapesOf(NamedBlock block) {
        List<StoredTensor> tensors = new ArrayList<>();
        block.namedParameters()
                .forEach((name, p) -> tensors.add(
                        StoredTensor.computed("file", name, p.getShape().getShape(), () -> new float[0])));
        return StateDict.of("file", tensors);
    }

    private static Map<String, String> shapes(NamedBlock block) {
        Map<String, String> shapes = new TreeMap<>();
        block.namedParameters()
                .forEach((name, p) -> shapes.put(name, p.getShape().toString()));
        return shapes;
    }

    /** Names and shapes are enough to make the same network again. */
    @ParameterizedTest
    @MethodSource("names")
    void theFileShowsItsLayout(String name) {
        VideoModels.Entry entry = VideoModels.entry(name);
        VideoModel model = entry.make().apply(37);
        StateDict file = shapesOf(model.block());
        switch (entry.architecture()) {
            case MVIT -> {
                MViTClassifier found = MViTLayout.classifier(file);
                MViTClassifier made = ((MViTVideoModel) model).classifier();
                assertThat(shapes(found)).isEqualTo(shapes(made));
                var expected = made.trunk().config().blocks();
                for (int i = 0; i < expected.size(); i++) {
                    var block = found.trunk().config().blocks().get(i);
                    assertThat(block.heads()).isEqualTo(expected.get(i).heads());
                    assertThat(block.queryPool()).isEqualTo(expected.get(i).queryPool());
                    assertThat(block.keyValuePool()).isEqualTo(expected.get(i).keyValuePool());
                    assertThat(block.widthChangesInAttention())
                            .isEqualTo(expected.get(i).widthChangesInAttention());
                }
                assertThat(found.trunk().config().residualPooling())
                        .isEqualTo(made.trunk().config().residualPooling());
            }
            case VIVIT -> {
                ViViTConfig made = ((ViViT) model).config();
                ViViTConfig found = VitLayout.viViT(file, file, null);
                boolean dotProduct = made.attention() == ViViTConfig.Attention.FACTORISED_DOT_PRODUCT;
                assertThat(found.attention())
                        .isEqualTo(dotProduct ? ViViTConfig.Attention.SPACE_TIME : made.attention());
                assertThat(shapes(new ViViT(found))).isEqualTo(shapes(model.block()));
                assertThat(found.heads()).isEqualTo(made.heads());
            }
            case TIMESFORMER -> {
                TimeSformerConfig made = ((TimeSformer) model).config();
                TimeSformerConfig found = VitLayout.timeSformer(file);
                assertThat(found.toBuilder().frames(made.frames()).build()).isEqualTo(made);
            }
        }
        assertThat(entry.protocol().cropSize()).isEqualTo(model.cropSize());
        assertThat(entry.protocol().sampler().frames()).isEqualTo(model.frames());
        assertThat(entry.protocol().describe()).contains("clips x");
    }

    /** An older file without the poolings of its last stage, and the image classifiers. */
    @Test
    void absentPoolingsAreAbsent() {
        VideoModel model = VideoModels.entry("mvit_b_16x4").make().apply(400);
        StateDict file =
                shapesOf(model.block()).filter(name -> !name.matches("blocks\\.1[45]\\.attn\\.(pool|norm)_[kv].*"));
        MViTClassifier found = MViTLayout.classifier(file);
        assertThat(found.trunk().config().blocks().get(14).keyValuePool()).isNull();
        assertThat(found.trunk().config().blocks().get(14).queryPool()).isNotNull();
        assertThat(shapesOf(found).size()).isEqualTo(file.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MVITv2_T", "MVITv2_B", "MVITv2_L"})
    void imageClassifiersToo(String file) {
        MViTClassifier made = new MViTClassifier(ReferenceSettings.of(file + ".yaml", Map.of()));
        assertThat(shapes(MViTLayout.classifier(shapesOf(made)))).isEqualTo(shapes(made));
    }

    private Path small(NDManager manager) {
        Map<String, Object> over = new HashMap<>(
                Map.of("DATA.NUM_FRAMES", 4, "DATA.TRAIN_CROP_SIZE", 64, "MODEL.NUM_CLASSES", 5, "MVIT.EMBED_DIM", 16));
        over.put("MVIT.DEPTH", 3);
        over.put("MVIT.DIM_MUL", List.of(List.of(1, 2.0)));
        over.put("MVIT.HEAD_MUL", List.of(List.of(1, 2.0)));
        over.put("MVIT.POOL_Q_STRIDE", List.of(List.of(0, 1, 1, 1), List.of(1, 1, 2, 2), List.of(2, 1, 1, 1)));
        MViTClassifier model = new MViTClassifier(ReferenceSettings.of("Kinetics/MVITv2_S_16x4.yaml", over));
        Weights.fillByRecipe(model, manager, "");
        Path file = folder.resolve("small.safetensors");
        Weights.addTo(new SafetensorsWriter(), model).write(file);
        return file;
    }

    @Test
    void anotherArchitectureIsRefusedByName() {
        try (NDManager manager = Torch.newManager()) {
            Path file = small(manager);
            assertThat(VideoModels.load(file, null, manager).protocol().cropSize())
                    .isEqualTo(64);
            assertThat(VideoModels.load(file, "mvitv2_s_16x4", manager).model().frames())
                    .isEqualTo(4);
            assertThatThrownBy(() -> VideoModels.load(file, "timesformer_hr", manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is MViT (SlowFast video classifier), not timesformer_hr")
                    .hasMessageContaining("mvitv2_s_16x4");
            assertThatThrownBy(() -> VideoModels.entry("mvit_q")).hasMessageContaining("known are mvit_b_16x4");
        }
    }
}
