package org.mvit4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.mvit4j.nn.Autograd;
import org.mvit4j.nn.GradientStore;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Recompute;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/** Recomputed activations give the gradients of kept ones, and two stores over one model do not disturb each other. */
class RecomputeTest {

    @Test
    void gradientsOfMViTAreTheSame() {
        MViT model = new MViT(MViTConfig.detection()
                .embedDim(16)
                .depth(4)
                .lastBlockIndexes(List.of(0, 1, 2, 3))
                .dropPathRate(0.3)
                .build());
        gradientsAreTheSame(
                model, (pass, x) -> List.copyOf(model.features(pass, x).values()), 60);
    }

    @Test
    void gradientsOfViTAreTheSame() {
        ViT model = new ViT(ViTConfig.builder()
                .imgSize(64)
                .patchSize(8)
                .embedDim(32)
                .depth(4)
                .numHeads(2)
                .mlpRatio(2)
                .dropPathRate(0.3)
                .window(4, List.of(0, 2))
                .useRelPos(true)
                .useAbsPos(true)
                .pretrainImgSize(64)
                .pretrainUseClsToken(true)
                .build());
        gradientsAreTheSame(model, (pass, x) -> List.of(model.featureMap(pass, x)), 50);
    }

    private static void gradientsAreTheSame(
            NamedBlock model, BiFunction<Pass, NDArray, List<NDArray>> maps, int fewestParameters) {
        try (NDManager manager = Torch.newManager()) {
            Weights.fillByRecipe(model, manager, "");
            NDArray x = manager.randomUniform(-1, 1, new Shape(2, 3, 64, 96));
            try (Autograd.Recording ignored = Autograd.record();
                    GradientStore kept = new GradientStore(manager);
                    GradientStore recomputed = new GradientStore(manager);
                    Recompute recompute = new Recompute(manager)) {
                NDArray a = loss(maps.apply(kept.pass(x.getDevice(), null, new SplittableRandom(5)), x));
                NDArray b = loss(maps.apply(recomputed.pass(x.getDevice(), recompute, new SplittableRandom(5)), x));
                assertThat(b.getFloat()).isCloseTo(a.getFloat(), within(1e-5f * Math.abs(a.getFloat())));
                Autograd.backward(a);
                recompute.backward(b);
                float largest = 0;
                for (Parameter parameter : model.namedParameters().values()) {
                    NDArray gradient = kept.gradient(parameter);
                    largest = gradient == null
                            ? largest
                            : Math.max(largest, gradient.abs().max().getFloat());
                }
                float unit = 1e-3f * largest;
                Map<String, Float> differences = new LinkedHashMap<>();
                model.namedParameters().forEach((name, parameter) -> {
                    NDArray expected = kept.gradient(parameter);
                    NDArray actual = recomputed.gradient(parameter);
                    assertThat(actual == null).as(name).isEqualTo(expected == null);
                    if (expected != null) {
                        // a bias shared by all keys cancels in the softmax: its gradient is rounding alone
                        float scale = Math.max(expected.abs().max().getFloat(), unit);
                        float error = Objects.requireNonNull(actual)
                                .sub(expected)
                                .abs()
                                .max()
                                .getFloat();
                        differences.put(name, error / scale);
                    }
                });
                assertThat(differences).hasSizeGreaterThan(fewestParameters);
                differences.forEach((name, error) -> assertThat(error).as(name).isLessThan(1e-3f));
            }
        }
    }

    private static NDArray loss(List<NDArray> maps) {
        NDArray sum = null;
        for (NDArray map : maps) {
            NDArray square = map.mul(map).mul(map).sum();
            sum = sum == null ? square : sum.add(square);
        }
        return Objects.requireNonNull(sum);
    }
}
