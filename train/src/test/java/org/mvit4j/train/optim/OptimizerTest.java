package org.mvit4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mvit4j.nn.Autograd;
import org.mvit4j.nn.GradientStore;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/** The fused updates against the formulas written out in double. */
class OptimizerTest {

    /** y = norm(x) Wᵀ + b */
    static final class Net extends NamedBlock {
        final LayerNorm norm = child("norm", new LayerNorm(6));
        final Linear linear = child("linear", new Linear(6, 4, Init.normal(1)));

        @Override
        protected ai.djl.ndarray.NDList forward(Pass pass, ai.djl.ndarray.NDList inputs) {
            return new ai.djl.ndarray.NDList(linear.forward(pass, norm.forward(pass, inputs.singletonOrThrow())));
        }

        NDArray loss(Pass pass, NDArray x) {
            NDArray y = forward(pass, new ai.djl.ndarray.NDList(x)).singletonOrThrow();
            return y.mul(y).mul(y).sum();
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    private static Net net(NDManager manager) {
        Net net = new Net();
        Weights.fillByRecipe(net, manager, "");
        return net;
    }

    private static void gradients(Net net, GradientStore store, NDArray x) {
        try (Autograd.Recording ignored = Autograd.record()) {
            Autograd.backward(net.loss(store.pass(x.getDevice(), null, new SplittableRandom(0)), x));
        }
    }

    @Test
    void adamW() {
        try (NDManager manager = Torch.newManager()) {
            Net net = net(manager);
            List<ParameterGroup> groups =
                    ParameterRules.uniform(0.1, 0.0, List.of()).group(net);
            assertThat(groups).extracting(ParameterGroup::weightDecay).containsExactlyInAnyOrder(0.0, 0.1);
            NDArray x = manager.randomUniform(-1, 1, new Shape(5, 6));
            String name = "linear.weight";
            Parameter weight = Objects.requireNonNull(net.namedParameters().get(name));
            float[] expected = weight.getArray().toFloatArray();
            double[] m = new double[expected.length];
            double[] v = new double[expected.length];
            double[] p = new double[expected.length];
            for (int i = 0; i < p.length; i++) {
                p[i] = expected[i];
            }
            try (AdamW optimizer = new AdamW(manager, groups, AdamW.Settings.STANDARD)) {
                for (int t = 1; t <= 5; t++) {
                    try (GradientStore store = new GradientStore(manager)) {
                        gradients(net, store, x);
                        float[] g =
                                Objects.requireNonNull(store.gradient(weight)).toFloatArray();
                        optimizer.step(store, 0.01);
                        for (int i = 0; i < p.length; i++) {
                            p[i] *= 1 - 0.01 * 0.1;
                            m[i] = 0.9 * m[i] + 0.1 * g[i];
                            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                            double corrected = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8;
                            p[i] -= 0.01 / (1 - Math.pow(0.9, t)) * m[i] / corrected;
                        }
                    }
                }
                float[] actual = weight.getArray().toFloatArray();
                for (int i = 0; i < p.length; i++) {
                    assertThat((double) actual[i]).isCloseTo(p[i], within(2e-6));
                }
                assertThat(optimizer.steps()).isEqualTo(5);
                assertThat(Objects.requireNonNull(optimizer.state().get("exp_avg." + name))
                                .toFloatArray()[3])
                        .isCloseTo((float) m[3], within(1e-4f));
            }
        }
    }

    @Test
    void sgdWithMomentum() {
        try (NDManager manager = Torch.newManager()) {
            Net net = net(manager);
            NDArray x = manager.randomUniform(-1, 1, new Shape(5, 6));
            Parameter bias = Objects.requireNonNull(net.namedParameters().get("linear.bias"));
            float[] start = bias.getArray().toFloatArray();
            double[] p = new double[start.length];
            double[] buffer = new double[start.length];
            for (int i = 0; i < p.length; i++) {
                p[i] = start[i];
            }
            try (Sgd optimizer = new Sgd(
                    manager, ParameterRules.uniform(1e-4, null, List.of()).group(net), 0.9, false)) {
                for (int t = 0; t < 4; t++) {
                    try (GradientStore store = new GradientStore(manager)) {
                        gradients(net, store, x);
                        float[] g = Objects.requireNonNull(store.gradient(bias)).toFloatArray();
                        optimizer.step(store, 0.002);
                        for (int i = 0; i < p.length; i++) {
                            buffer[i] = 0.9 * buffer[i] + g[i] + 1e-4 * p[i];
                            p[i] -= 0.002 * buffer[i];
                        }
                    }
                }
            }
            float[] actual = bias.getArray().toFloatArray();
            for (int i = 0; i < p.length; i++) {
                assertThat((double) actual[i]).isCloseTo(p[i], within(1e-5));
            }
        }
    }

    @Test
    void clipsByTheGlobalNorm() {
        try (NDManager manager = Torch.newManager();
                GradientStore store = new GradientStore(manager)) {
            Net net = net(manager);
            gradients(net, store, manager.randomUniform(-1, 1, new Shape(5, 6)));
            Collection<Parameter> parameters = net.namedParameters().values();
            double sum = 0;
            for (Parameter parameter : parameters) {
                for (float g : Objects.requireNonNull(store.gradient(parameter)).toFloatArray()) {
                    sum += (double) g * g;
                }
            }
            double norm = Gradients.globalNorm(store, parameters, manager);
            assertThat(norm).isCloseTo(Math.sqrt(sum), within(1e-5 * norm));
            Gradients.clip(store, parameters, norm, norm / 4, manager);
            assertThat(Gradients.globalNorm(store, parameters, manager)).isCloseTo(norm / 4, within(1e-4 * norm));
            Gradients.clip(store, parameters, norm / 4, norm, manager);
            assertThat(Gradients.globalNorm(store, parameters, manager)).isCloseTo(norm / 4, within(1e-4 * norm));
        }
    }

    /** Replicas share the weights, and their summed gradients are those of one batch. */
    @Test
    void replicasAddUp() {
        try (NDManager manager = Torch.newManager();
                GradientStore whole = new GradientStore(manager);
                GradientStore first = new GradientStore(manager);
                GradientStore second = new GradientStore(manager)) {
            Net net = net(manager);
            NDArray x = manager.randomUniform(-1, 1, new Shape(6, 6));
            gradients(net, whole, x);
            gradients(net, first, x.get("0:2"));
            gradients(net, second, x.get("2:6"));
            Gradients.add(first, second, net.namedParameters().values(), manager);
            net.namedParameters()
                    .forEach((name, parameter) -> assertThat(Objects.requireNonNull(first.gradient(parameter))
                                    .sub(Objects.requireNonNull(whole.gradient(parameter)))
                                    .abs()
                                    .max()
                                    .getFloat())
                            .as(name)
                            .isLessThan(1e-3f));
        }
    }

    @Test
    void averagesSwapInAndOut() {
        try (NDManager manager = Torch.newManager()) {
            Net net = net(manager);
            Parameter bias = Objects.requireNonNull(net.namedParameters().get("linear.bias"));
            float before = bias.getArray().toFloatArray()[0];
            try (WeightAverage average = new WeightAverage(manager, net, 0.5)) {
                net.namedParameters().values().forEach(p -> {
                    try (org.mvit4j.nn.InferenceMode ignored = org.mvit4j.nn.InferenceMode.enter()) {
                        p.getArray().addi(1);
                    }
                });
                average.update();
                float keep = 0.1f; // min(0.5, 1 / 10)
                try (WeightAverage.Swap ignored = average.swap()) {
                    assertThat(bias.getArray().toFloatArray()[0]).isCloseTo(before + 1 - keep, within(1e-6f));
                }
                assertThat(bias.getArray().toFloatArray()[0]).isCloseTo(before + 1, within(1e-6f));
            }
        }
    }

    @Test
    void frozenParametersAreInNoGroup() {
        try (NDManager manager = Torch.newManager()) {
            Net net = net(manager);
            Objects.requireNonNull(net.namedParameters().get("linear.weight")).freeze(true);
            Map<String, Parameter> all = new java.util.LinkedHashMap<>();
            ParameterRules.uniform(0.1, null, List.of()).group(net).forEach(group -> all.putAll(group.parameters()));
            assertThat(all).containsOnlyKeys("norm.weight", "norm.bias", "linear.bias");
        }
    }

    @Test
    void lossScale() {
        LossScaler scaler = new LossScaler();
        assertThat(scaler.accept(false)).isFalse();
        assertThat(scaler.scale()).isEqualTo(32768);
        for (int i = 0; i < 2000; i++) {
            assertThat(scaler.accept(true)).isTrue();
        }
        assertThat(scaler.scale()).isEqualTo(65536);
    }

    @Test
    void layerDecayOfVit() {
        LayerDecay decay = new LayerDecay(0.7, 12);
        assertThat(decay.applyAsDouble("backbone.net.blocks.11.attn.qkv.weight"))
                .isCloseTo(0.7, within(1e-12));
        assertThat(decay.applyAsDouble("backbone.net.blocks.0.norm1.weight")).isCloseTo(0.0138412872, within(1e-9));
        assertThat(decay.applyAsDouble("backbone.net.pos_embed")).isCloseTo(0.00968890104, within(1e-10));
        assertThat(decay.applyAsDouble("backbone.simfp_2.0.weight")).isEqualTo(1);
        assertThat(decay.applyAsDouble("roi_heads.mask_head.blocks.1.weight")).isEqualTo(1);
    }
}
