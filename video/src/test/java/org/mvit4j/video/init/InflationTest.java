package org.mvit4j.video.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;

class InflationTest {

    private static final Map<String, Object> SMALL = Map.of(
            "DATA.TRAIN_CROP_SIZE", 64,
            "MODEL.NUM_CLASSES", 5,
            "MVIT.EMBED_DIM", 16,
            "MVIT.DEPTH", 4,
            "MVIT.CLS_EMBED_ON", false,
            "MVIT.DIM_MUL", List.of(List.of(1, 2.0), List.of(3, 2.0)),
            "MVIT.HEAD_MUL", List.of(List.of(1, 2.0), List.of(3, 2.0)));

    private static MViTClassifier image(Map<String, Object> more) {
        Map<String, Object> over = new HashMap<>(SMALL);
        over.put("MVIT.POOL_Q_STRIDE", List.of(List.of(0, 1, 1), List.of(1, 2, 2), List.of(2, 1, 1), List.of(3, 2, 2)));
        over.putAll(more);
        return new MViTClassifier(ReferenceSettings.of("MVITv2_S.yaml", over));
    }

    private static MViTClassifier video(int kvStride) {
        Map<String, Object> over = new HashMap<>(SMALL);
        over.put("DATA.NUM_FRAMES", 8);
        over.put(
                "MVIT.POOL_Q_STRIDE",
                List.of(List.of(0, 1, 1, 1), List.of(1, 1, 2, 2), List.of(2, 1, 1, 1), List.of(3, 1, 2, 2)));
        over.put("MVIT.POOL_KV_STRIDE_ADAPTIVE", List.of(1, kvStride, kvStride));
        return new MViTClassifier(ReferenceSettings.of("Kinetics/MVITv2_S_16x4.yaml", over));
    }

    private static StateDict recipe(Map<String, long[]> shapes, String prefix) {
        List<StoredTensor> tensors = new ArrayList<>();
        shapes.forEach((name, shape) -> tensors.add(
                StoredTensor.computed("image.pyth", prefix + name, shape, () -> RecipeWeights.parameter(name, shape))));
        return StateDict.of("image.pyth", tensors);
    }

    private static double stillClipDifference(Inflation.Rule rule) {
        try (NDManager manager = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            MViTClassifier image = image(Map.of());
            Weights.fillByRecipe(image, manager, "");
            MViTClassifier video = video(4);
            Inflation.plan(recipe(image.namedShapes(), ""), video.namedShapes(), rule, true)
                    .applyTo(video, manager);
            NDArray picture = manager.create(RecipeWeights.input("picture", 2, 3, 64, 64), new Shape(2, 3, 64, 64));
            NDArray clip = picture.expandDims(2).repeat(2, 8);
            NDArray expected = image.logits(Pass.inference(manager), picture);
            NDArray logits = video.logits(Pass.inference(manager), clip);
            return logits.sub(expected).abs().max().getFloat();
        }
    }

    @Test
    void aStillClipGivesTheImageModelsLogits() {
        assertThat(stillClipDifference(Inflation.Rule.CENTER)).isLessThan(1e-6);
        // zero padding at the clip's ends; filters three times too strong
        assertThat(stillClipDifference(Inflation.Rule.MEAN)).isBetween(1e-4, 1.0);
        assertThat(stillClipDifference(Inflation.Rule.REPEAT)).isGreaterThan(1e-2);
    }

    @Test
    void aDetectorGivesItsBackbone() {
        MViTClassifier image = image(Map.of());
        MViTClassifier video = video(8);
        Map<String, long[]> detector = new LinkedHashMap<>(image.namedShapes());
        detector.keySet().removeIf(name -> name.startsWith("head.") || name.startsWith("norm."));
        detector.put("scale2_norm.weight", new long[] {16});
        Transfer transfer = Inflation.plan(
                recipe(detector, "backbone.bottom_up."), video.namedShapes(), Inflation.Rule.CENTER, false);
        assertThat(transfer.names(Transfer.Fate.FRESH))
                .containsExactly("norm.weight", "norm.bias", "head.projection.weight", "head.projection.bias");
        assertThat(transfer.names(Transfer.Fate.LEFT_OUT)).containsExactly("scale2_norm.weight");
        assertThat(transfer.names(Transfer.Fate.INFLATED)).hasSize(1 + 4 * 3);
        assertThat(transfer.names(Transfer.Fate.ZEROED)).hasSize(4).allMatch(name -> name.endsWith("rel_pos_t"));
        assertThat(transfer.report()).contains("inflated (13): patch_embed.proj.weight");
    }

    @ParameterizedTest
    @EnumSource(Inflation.Rule.class)
    void filtersSumAsTheirRuleSays(Inflation.Rule rule) {
        Map<String, long[]> from = image(Map.of()).namedShapes();
        StateDict image = recipe(from, "");
        Transfer transfer = Inflation.plan(image, video(8).namedShapes(), rule, false);
        float[] flat = image.tensor("patch_embed.proj.weight").toFloats();
        float[] inflated =
                transfer.stateDict().tensor("patch_embed.proj.weight").toFloats();
        float first = inflated[0] + inflated[49] + inflated[98];
        boolean repeated = rule == Inflation.Rule.REPEAT || rule == Inflation.Rule.SLOWFAST_IMAGE_INIT;
        assertThat(first).isCloseTo(repeated ? 3 * flat[0] : flat[0], within(1e-6f));
        assertThat(inflated[0] == 0).isEqualTo(rule == Inflation.Rule.CENTER);
        boolean published = rule.name().startsWith("SLOWFAST");
        assertThat(transfer.names(Transfer.Fate.FRESH).contains("blocks.0.attn.rel_pos_t"))
                .isEqualTo(published);
        assertThat(transfer.names(Transfer.Fate.FRESH).contains("blocks.0.attn.pool_q.weight"))
                .isEqualTo(rule == Inflation.Rule.SLOWFAST_IMAGE_INIT);
    }

    @Test
    void publishedSizesResampleTheFirstBlockOfTheFourthStage() {
        MViTClassifier image = new MViTClassifier(ReferenceSettings.of("MVITv2_S.yaml", Map.of()));
        MViTClassifier video = new MViTClassifier(ReferenceSettings.of("Kinetics/MVITv2_S_16x4.yaml", Map.of()));
        StateDict file = recipe(image.namedShapes(), "");
        Transfer transfer = Inflation.plan(file, video.namedShapes(), Inflation.Rule.CENTER, false);
        assertThat(transfer.names(Transfer.Fate.RESAMPLED))
                .containsExactly("blocks.3.attn.rel_pos_h", "blocks.3.attn.rel_pos_w");
        assertThat(transfer.names(Transfer.Fate.FRESH))
                .containsExactly("cls_token", "head.projection.weight", "head.projection.bias");
        assertThat(Inflation.plan(file, video.namedShapes(), Inflation.Rule.SLOWFAST_INFLATE, false)
                        .names(Transfer.Fate.FRESH))
                .contains("blocks.3.attn.rel_pos_h", "blocks.3.attn.rel_pos_t");
    }

    @Test
    void anotherSizeIsRefused() {
        StateDict wide = recipe(image(Map.of("MVIT.EMBED_DIM", 32)).namedShapes(), "");
        assertThatThrownBy(() -> Inflation.plan(wide, video(8).namedShapes(), Inflation.Rule.CENTER, false))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("same size and layout");
        StateDict clips = recipe(video(8).namedShapes(), "");
        assertThatThrownBy(() -> Inflation.plan(clips, video(8).namedShapes(), Inflation.Rule.CENTER, false))
                .hasMessageContaining("is a video model already");
    }
}
