package org.mvit4j.video.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.ViViTConfig.Attention;

class VitInitTest {

    private static ViViTConfig.Builder small(Attention attention) {
        return ViViTConfig.base()
                .frames(8)
                .crop(48, 48)
                .width(24)
                .depth(2)
                .heads(4)
                .mlpWidth(48)
                .classes(5)
                .attention(attention);
    }

    /** A plain ViT is ViViT on one sampled frame. */
    private static StateDict image(int crop) {
        List<StoredTensor> tensors = new ArrayList<>();
        new ViViT(small(Attention.SPACE_TIME).crop(crop, crop).sampledFrames(1).build())
                .namedParameters()
                .forEach((name, p) -> tensors.add(StoredTensor.computed(
                        "vit.safetensors",
                        name,
                        p.getShape().getShape(),
                        () -> RecipeWeights.parameter(name, p.getShape().getShape()))));
        return StateDict.of("vit.safetensors", tensors);
    }

    private static StateDict start(ViViTInit init, ViViTConfig config, int imageCrop) {
        return init.plan(image(imageCrop), new ViViT(config)).stateDict();
    }

    @Test
    void positionsAreTiledOrResized() {
        ViViTConfig config = small(Attention.SPACE_TIME).build();
        float[] image = image(48).tensor("pos_embed").toFloats();
        float[] tiled =
                start(ViViTInit.STANDARD, config, 48).tensor("pos_embed").toFloats();
        assertThat(tiled).hasSize((1 + 4 * 9) * 24);
        assertThat(tiled[0]).isEqualTo(image[0]);
        for (int t = 0; t < 4; t++) {
            assertThat(tiled[24 + t * 9 * 24 + 5]).isEqualTo(image[24 + 5]);
        }
        ViViTInit resized = new ViViTInit(
                ViViTInit.Positions.RESIZE_TILE, ViViTInit.Filter.CENTRAL_FRAME, ViViTInit.TemporalAttention.COPY);
        float[] grid = start(resized, config, 32).tensor("pos_embed").toFloats();
        float[] corner = image(32).tensor("pos_embed").toFloats();
        assertThat(grid[24 * 2]).isCloseTo((corner[24] + corner[48]) / 2, within(1e-7f));
        assertThatThrownBy(() -> start(ViViTInit.STANDARD, config, 32)).hasMessageContaining("RESIZE_TILE");
    }

    @Test
    void alignedCornersStay() {
        assertThat(PositionZoom.rows(new float[] {0, 1, 2, 3}, 4, 8, 1)[1]).isCloseTo(0.4286f, within(1e-4f));
        assertThat(PositionZoom.grid(new float[] {0, 1, 2, 3}, 2, 2, 3, 3, 1))
                .containsExactly(0, 0.5f, 1, 1, 1.5f, 2, 2, 2.5f, 3);
    }

    @Test
    void rankPoolingWeighsLateFrames() {
        float[] weights = TemporalFilter.RANK.inflate(new float[] {1}, 4, 1);
        assertThat(weights[0] + weights[1] + weights[2] + weights[3]).isCloseTo(0, within(1e-6f));
        assertThat(weights[3]).isCloseTo((2 - 5f / 4) / 4, within(1e-6f));
        assertThat(TemporalFilter.CENTER.inflate(new float[] {1}, 2, 1)).containsExactly(0, 1);
    }

    /** With its output projection at zero, attention along time adds nothing, and yet everything learns. */
    @ParameterizedTest
    @EnumSource(ViViTInit.TemporalAttention.class)
    void modelThree(ViViTInit.TemporalAttention start) {
        try (NDManager manager = Torch.newManager()) {
            ViViT model = new ViViT(small(Attention.FACTORISED_SELF_ATTENTION).build());
            Transfer transfer = new ViViTInit(ViViTInit.Positions.TILE, ViViTInit.Filter.CENTRAL_FRAME, start)
                    .plan(image(48), model);
            transfer.applyTo(model, manager);
            Weights.fill(model.namedBlocks().get("head"), manager, (n, s) -> RecipeWeights.parameter(n, s.getShape()));
            NDArray clip = manager.create(RecipeWeights.input("clip", 1, 3, 8, 48, 48), new Shape(1, 3, 8, 48, 48));
            if (start != ViViTInit.TemporalAttention.ZERO_ALL) {
                Map<String, ?> names = model.namedParameters();
                assertThat(names).containsKey("blocks.0.attn_time.qkv.weight");
            }
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(
                        model.logits(Pass.training(manager), clip).pow(2).sum());
            }
            var proj = model.namedParameters().get("blocks.0.attn_time.proj.weight");
            float gradient = proj.getArray().getGradient().abs().max().getFloat();
            if (start == ViViTInit.TemporalAttention.ZERO_ALL) {
                assertThat(gradient).isZero();
            } else {
                assertThat(gradient).isPositive();
            }
        }
    }

    @Test
    void theCentralFrameIsAFrame() {
        try (NDManager manager = Torch.newManager()) {
            ViViT model = new ViViT(small(Attention.SPACE_TIME).build());
            ViViTInit.centralFromScratch(model, manager, false);
            NDArray kernel =
                    model.namedParameters().get("patch_embed.proj.weight").getArray();
            assertThat(kernel.get(":, :, 0").abs().max().getFloat()).isZero();
            assertThat(kernel.get(":, :, 1, :, 3").abs().max().getFloat()).isPositive();
            ViViT strict = new ViViT(small(Attention.SPACE_TIME).build());
            ViViTInit.centralFromScratch(strict, manager, true);
            NDArray column =
                    strict.namedParameters().get("patch_embed.proj.weight").getArray();
            assertThat(column.get(":, :, 0, :, 8").abs().max().getFloat()).isPositive();
            assertThat(column.get(":, :, :, :, 3").abs().max().getFloat()).isZero();
        }
    }

    /** At the start a divided TimeSformer on a still clip is the image ViT on its picture, exact GELU apart. */
    @Test
    void timeSformerStartsFromAnImage() {
        try (NDManager manager = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            TimeSformerConfig.Builder config = TimeSformerConfig.base()
                    .frames(3)
                    .cropSize(48)
                    .width(24)
                    .depth(2)
                    .heads(4)
                    .mlpWidth(48)
                    .classes(5);
            TimeSformer spaceOnly = new TimeSformer(
                    config.scheme(TimeSformerConfig.Scheme.SPACE_ONLY).build());
            TimeSformer divided = new TimeSformer(
                    config.scheme(TimeSformerConfig.Scheme.DIVIDED_SPACE_TIME).build());
            TimeSformerInit.STANDARD.plan(image(48), spaceOnly).applyTo(spaceOnly, manager);
            TimeSformerInit.STANDARD.plan(image(48), divided).applyTo(divided, manager);
            NDArray picture =
                    manager.create(RecipeWeights.input("picture", 1, 3, 1, 48, 48), new Shape(1, 3, 1, 48, 48));
            NDArray clip = picture.repeat(2, 3);
            assertThat(divided.logits(Pass.inference(manager), clip).toFloatArray())
                    .containsExactly(
                            spaceOnly.logits(Pass.inference(manager), clip).toFloatArray(), within(1e-5f));
        }
    }

    @Test
    void positionsOfTimeSformerFollowTheGrid() {
        TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                .frames(3)
                .cropSize(96)
                .width(24)
                .depth(2)
                .heads(4)
                .mlpWidth(48)
                .classes(5)
                .build());
        float[] image = image(48).tensor("pos_embed").toFloats();
        float[] grid = TimeSformerInit.STANDARD
                .plan(image(48), model)
                .stateDict()
                .tensor("pos_embed")
                .toFloats();
        float[] flat = new TimeSformerInit(true)
                .plan(image(48), model)
                .stateDict()
                .tensor("pos_embed")
                .toFloats();
        assertThat(grid[24 * (1 + 6)]).isEqualTo(image[24]); // second row, first column: still the first patch
        assertThat(flat[24 * (1 + 6)]).isEqualTo(image[24 * 2]); // the seventh of 36: torn away from its row
    }
}
