package org.mvit4j.train.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.config.ConfigException;
import org.mvit4j.video.model.VideoModel;

class RandomStartTest {

    private static final int SEED = 3;

    /** The root mean square of each parameter. */
    private static Map<String, Double> drawn(String name, String... overrides) throws IOException {
        ClassificationConfig config = ClassificationCatalog.load(name, List.of(overrides));
        VideoModel model = config.model().build();
        RandomStart start = config.randomStart();
        if (start != null) {
            start.prepare(model.block());
        }
        Engine.getEngine("PyTorch").setRandomSeed(SEED);
        Map<String, Double> scales = new LinkedHashMap<>();
        try (NDManager manager = Torch.newManager()) {
            model.block().initialize(manager);
            model.block().namedParameters().forEach((key, parameter) -> {
                double sum = 0;
                float[] values = parameter.getArray().toFloatArray();
                for (float value : values) {
                    sum += (double) value * value;
                }
                scales.put(key, Math.sqrt(sum / values.length));
            });
        }
        return scales;
    }

    @Test
    void scalesLinearLayersByTheirInputsAndPositionsBesideThem() throws IOException {
        String[] start = {"random_start.linear_gain=0.8", "random_start.position_std=0.3"};
        Map<String, Double> timeSformer = drawn("motion_timesformer", start);
        assertThat(timeSformer.get("blocks.1.attn.qkv.weight")).isCloseTo(0.8 / 8, within(2e-3)); // width 64
        assertThat(timeSformer.get("blocks.1.mlp.fc2.weight")).isCloseTo(0.8 / Math.sqrt(128), within(2e-3));
        assertThat(timeSformer.get("blocks.1.temporal_fc.weight")).isCloseTo(0.8 / 8, within(4e-3));
        assertThat(timeSformer.get("time_embed")).isCloseTo(0.3, within(0.05));
        assertThat(timeSformer.get("pos_embed")).isCloseTo(0.3, within(0.03));
        assertThat(timeSformer.get("head.weight")).isCloseTo(0.02, within(3e-3));

        Map<String, Double> mViT = drawn("motion_mvitv2", start);
        assertThat(mViT.get("blocks.0.attn.qkv.weight")).isCloseTo(0.8 / Math.sqrt(24), within(0.02));
        assertThat(mViT.get("blocks.0.attn.rel_pos_t")).isCloseTo(0.8 / Math.sqrt(24), within(0.03));
        assertThat(mViT.get("head.projection.weight")).isCloseTo(0.02, within(3e-3));
        assertThat(drawn("motion_mvitv1", start).get("pos_embed_temporal")).isCloseTo(0.3, within(0.1));
    }

    /** What must stay as the papers have it: everything else, and everything where nothing is said. */
    @ParameterizedTest
    @ValueSource(strings = {"motion_mvitv1", "motion_mvitv2", "motion_vivit2", "motion_vivit3", "motion_timesformer"})
    void leavesTheRestAlone(String name) throws IOException {
        Map<String, Double> published = drawn(name, "random_start=null");
        Map<String, Double> scaled = drawn(name);
        assertThat(scaled.keySet()).isEqualTo(published.keySet());
        published.forEach((key, scale) -> {
            if (key.endsWith(".bias") || key.contains("norm") || key.endsWith("cls_token")) {
                assertThat(scaled.get(key)).as(key).isCloseTo(scale, within(0.02 + 0.3 * scale));
            }
        });
        assertThat(published.keySet()).anyMatch(key -> published.get(key) < 0.05 && scaled.get(key) > 0.1);
    }

    @Test
    void refusesNothingToStartWith() {
        assertThatThrownBy(() -> ClassificationCatalog.load("motion_vivit1", List.of("random_start.linear_gain=0.0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("random_start")
                .hasMessageContaining("give them values above 0");
    }
}
