package org.mvit4j.video.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.video.model.TimeSformerConfig.Scheme;
import org.mvit4j.video.model.ViViTConfig.Attention;
import org.mvit4j.video.model.ViViTConfig.Order;

/** What must hold for each scheme, with or without reference figures. */
class SchemesTest {

    private static final int T = 4;

    private static TimeSformer timeSformer(Scheme scheme, NDManager manager, boolean zeroTime) {
        TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                .scheme(scheme)
                .frames(T)
                .cropSize(64)
                .width(24)
                .depth(2)
                .heads(3)
                .mlpWidth(48)
                .classes(5)
                .dropPath(0)
                .build());
        Weights.fill(
                model,
                manager,
                (name, shape) -> zeroTime && name.equals("time_embed")
                        ? new float[(int) shape.size()]
                        : RecipeWeights.parameter(name, shape.getShape()));
        return model;
    }

    private static ViViT viViT(ViViTConfig.Builder builder, NDManager manager) {
        ViViT model = new ViViT(builder.frames(8)
                .crop(32, 48)
                .width(24)
                .depth(2)
                .heads(4)
                .mlpWidth(48)
                .classes(5)
                .build());
        Weights.fillByRecipe(model, manager, "");
        return model;
    }

    private static float[] logits(VideoModel model, NDManager manager, NDArray clip) {
        try (InferenceMode ignored = InferenceMode.enter()) {
            return model.logits(Pass.inference(manager), clip).toFloatArray();
        }
    }

    private static NDArray clip(NDManager manager, long... shape) {
        return manager.create(RecipeWeights.input("clip", shape), new Shape(shape));
    }

    private static NDArray reversed(NDManager manager, NDArray clip, int step) {
        int frames = (int) clip.getShape().get(2);
        long[] index = new long[frames];
        for (int i = 0; i < frames; i++) {
            index[i] = frames - step - i / step * step + i % step;
        }
        return TransformerBlock.Script.VIT.call(
                "frames_at", false, new ai.djl.ndarray.NDList(clip, manager.create(index)));
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void aBatchIsItsClips(Scheme scheme) {
        try (NDManager manager = Torch.newManager()) {
            TimeSformer model = timeSformer(scheme, manager, false);
            NDArray both = clip(manager, 2, 3, T, 64, 48);
            float[] batch = logits(model, manager, both);
            float[] second = logits(model, manager, both.get("1:2"));
            assertThat(java.util.Arrays.copyOfRange(batch, 5, 10)).containsExactly(second, within(1e-5f));
        }
    }

    /** The output is the cls token's, so with local attention alone a change in one corner must still arrive. */
    @ParameterizedTest
    @EnumSource(Scheme.class)
    void everyPatchCounts(Scheme scheme) {
        try (NDManager manager = Torch.newManager()) {
            TimeSformer model = timeSformer(scheme, manager, false);
            NDArray clip = clip(manager, 1, 3, T, 64, 64);
            float[] before = logits(model, manager, clip);
            clip.set(new ai.djl.ndarray.index.NDIndex("0, :, 3, 48:, 48:"), 2f);
            assertThat(logits(model, manager, clip)).isNotEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"SPACE_ONLY", "JOINT_SPACE_TIME", "DIVIDED_SPACE_TIME", "AXIAL"})
    void withoutTimeEmbeddingTheOrderOfFramesIsUnknown(Scheme scheme) {
        try (NDManager manager = Torch.newManager()) {
            NDArray clip = clip(manager, 1, 3, T, 64, 64);
            NDArray reversed = reversed(manager, clip, 1);
            TimeSformer blind = timeSformer(scheme, manager, true);
            assertThat(logits(blind, manager, reversed)).containsExactly(logits(blind, manager, clip), within(1e-5f));
            if (scheme != Scheme.SPACE_ONLY) {
                TimeSformer seeing = timeSformer(scheme, manager, false);
                assertThat(logits(seeing, manager, reversed)[0])
                        .isNotCloseTo(logits(seeing, manager, clip)[0], within(1e-4f));
            }
        }
    }

    /** A new divided model is an image model whose cls token is averaged: its extra steps add nothing. */
    @Test
    void freshExtraStepsAreSilent() {
        try (NDManager manager = Torch.newManager()) {
            NDArray clip = clip(manager, 1, 3, T, 64, 64);
            TimeSformer divided = timeSformer(Scheme.DIVIDED_SPACE_TIME, manager, true);
            Weights.fill(
                    divided,
                    manager,
                    (name, shape) -> name.contains("temporal_fc") || name.equals("time_embed")
                            ? new float[(int) shape.size()]
                            : RecipeWeights.parameter(name, shape.getShape()));
            NDArray still = TransformerBlock.Script.VIT.call(
                    "frames_at", false, new ai.djl.ndarray.NDList(clip, manager.create(new long[T])));
            TimeSformer spaceOnly = timeSformer(Scheme.SPACE_ONLY, manager, true);
            assertThat(logits(divided, manager, still))
                    .containsExactly(logits(spaceOnly, manager, still), within(1e-5f));
        }
    }

    @Test
    void theAveragePoolBaselineKnowsNoOrderOfTubelets() {
        try (NDManager manager = Torch.newManager()) {
            ViViT model = viViT(
                    ViViTConfig.base().attention(Attention.FACTORISED_ENCODER).temporalDepth(0), manager);
            NDArray clip = clip(manager, 1, 3, 8, 32, 48);
            float[] logits = logits(model, manager, clip);
            assertThat(logits(model, manager, reversed(manager, clip, 2))).containsExactly(logits, within(1e-5f));
            assertThat(logits(model, manager, reversed(manager, clip, 1))[0]).isNotCloseTo(logits[0], within(1e-4f));
        }
    }

    @Test
    void theOrderOfModelThreeMatters() {
        try (NDManager manager = Torch.newManager()) {
            NDArray clip = clip(manager, 1, 3, 8, 32, 48);
            ViViTConfig.Builder model3 = ViViTConfig.base().attention(Attention.FACTORISED_SELF_ATTENTION);
            float[] timeSpace = logits(viViT(model3.order(Order.TIME_SPACE), manager), manager, clip);
            float[] spaceTime = logits(viViT(model3.order(Order.SPACE_TIME), manager), manager, clip);
            assertThat(spaceTime[0]).isNotCloseTo(timeSpace[0], within(1e-5f));
        }
    }

    @Test
    void gradientsReachEveryParameter() {
        try (NDManager manager = Torch.newManager()) {
            for (Scheme scheme : Scheme.values()) {
                TimeSformer model = timeSformer(scheme, manager, false);
                NDArray clip = clip(manager, 2, 3, T, 64, 64);
                try (var collector = ai.djl.engine.Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(
                            model.logits(Pass.training(manager), clip).pow(2).sum());
                }
                model.namedParameters()
                        .forEach((name, p) -> assertThat(
                                        p.getArray().getGradient().abs().max().getFloat())
                                .as(scheme + " " + name)
                                .isPositive());
            }
        }
    }

    @Test
    void uniformFramesAreRoundedHalfToEven() {
        assertThat(UniformFrames.indices(32, 4)).containsExactly(6, 13, 19, 26);
        assertThat(UniformFrames.indices(32, 8)).containsExactly(4, 7, 11, 14, 18, 21, 25, 28);
        assertThat(UniformFrames.indices(32, 16))
                .containsExactly(2, 4, 6, 8, 9, 11, 13, 15, 17, 19, 21, 23, 24, 26, 28, 30);
        assertThat(UniformFrames.indices(8, 4)).containsExactly(2, 3, 5, 6);
        assertThat(UniformFrames.indices(3, 4)).containsExactly(0, 1, 2);
    }

    @Test
    void impossibleModelsAreRefused() {
        assertThatThrownBy(() -> ViViTConfig.base()
                        .attention(Attention.FACTORISED_DOT_PRODUCT)
                        .classifier(ViViTConfig.Classifier.TOKEN)
                        .build())
                .hasMessageContaining("no cls token");
        assertThatThrownBy(() -> Scheme.of("everything")).hasMessageContaining("divided_space_time");
    }
}
