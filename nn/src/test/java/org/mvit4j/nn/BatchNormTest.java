package org.mvit4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class BatchNormTest {

    private static final float[] VALUES = {1, 2, 3, 6, -1, 0, 1, 4};

    private static float[] parameter(BatchNorm norm, String name) {
        return java.util.Objects.requireNonNull(norm.namedParameters().get(name))
                .getArray()
                .toFloatArray();
    }

    @Test
    void trainingUsesTheBatchAndMovesTheRunningStatistics() {
        try (NDManager manager = Torch.newManager()) {
            BatchNorm norm = new BatchNorm(1);
            norm.initialize(manager);
            NDArray x = manager.create(VALUES, new Shape(2, 1, 2, 2));
            x.setRequiresGradient(true);
            float[] y;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray out = norm.forward(Pass.training(manager), x);
                y = out.toFloatArray();
                collector.backward(out.mul(out).mul(out).sum());
            }
            double mean = 2;
            double variance = 4.5; // biased
            for (int i = 0; i < y.length; i++) {
                assertThat((double) y[i]).isCloseTo((VALUES[i] - mean) / Math.sqrt(variance + 1e-5), within(1e-6));
            }
            assertThat(parameter(norm, "running_mean")[0]).isCloseTo(0.2f, within(1e-6f));
            assertThat(parameter(norm, "running_var")[0]).isCloseTo(0.9f + 0.45f, within(1e-5f));
            // adding a constant to the input changes nothing
            assertThat(x.getGradient().sum().getFloat()).isCloseTo(0f, within(1e-5f));
            assertThat(x.getGradient().abs().sum().getFloat()).isPositive();
        }
    }

    @Test
    void anEmptyBatchChangesNothing() {
        try (NDManager manager = Torch.newManager()) {
            BatchNorm norm = new BatchNorm(3);
            norm.initialize(manager);
            NDArray out = norm.forward(Pass.training(manager), manager.zeros(new Shape(0, 3, 2, 2)));
            assertThat(out.getShape()).isEqualTo(new Shape(0, 3, 2, 2));
            assertThat(parameter(norm, "running_var")).containsOnly(1f);
        }
    }

    @Test
    void inferenceUsesTheRunningStatistics() {
        try (NDManager manager = Torch.newManager()) {
            BatchNorm norm = new BatchNorm(1);
            norm.initialize(manager);
            NDArray x = manager.create(VALUES, new Shape(2, 1, 2, 2));
            float[] y = norm.forward(Pass.inference(manager), x).toFloatArray();
            for (int i = 0; i < y.length; i++) {
                assertThat(y[i]).isCloseTo(VALUES[i], within(1e-4f));
            }
            assertThat(parameter(norm, "running_mean")).containsExactly(0f);
        }
    }
}
