package org.mvit4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;

class WeightsTest {

    private static Conv2d conv(int out) {
        return Conv2d.builder(3, out, 3).optNorm(Norm.Kind.BN).build();
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) {
        Path file = folder.resolve("conv.safetensors");
        try (NDManager manager = Torch.newManager()) {
            Conv2d written = conv(4);
            Weights.fillByRecipe(written, manager, "a.");
            Weights.addTo(new SafetensorsWriter(), written).write(file);
            Conv2d read = conv(4);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.stateDict().names()).contains("norm.num_batches_tracked");
                Weights.load(read, manager, checkpoint.stateDict(), LoadOptions.strict());
            }
            written.namedParameters()
                    .forEach((name, parameter) -> assertThat(Objects.requireNonNull(
                                            read.namedParameters().get(name))
                                    .getArray()
                                    .toFloatArray())
                            .as(name)
                            .isEqualTo(parameter.getArray().toFloatArray()));
        }
    }

    @Test
    void aSecondLoadKeepsTheArraysAndAMisfitTouchesNothing(@TempDir Path folder) {
        Path file = folder.resolve("conv.safetensors");
        try (NDManager manager = Torch.newManager()) {
            Conv2d model = conv(4);
            Weights.fillByRecipe(model, manager, "a.");
            Weights.addTo(new SafetensorsWriter(), model).write(file);
            NDArray weight = Objects.requireNonNull(model.namedParameters().get("weight"))
                    .getArray();
            Weights.fillByRecipe(model, manager, "b.");
            assertThat(weight.toFloatArray()).isEqualTo(RecipeWeights.parameter("b.weight", 4, 3, 3, 3));
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                Conv2d other = conv(5);
                Weights.fillByRecipe(other, manager, "c.");
                assertThatThrownBy(() -> Weights.load(other, manager, checkpoint.stateDict(), LoadOptions.strict()))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("weight");
                assertThat(Objects.requireNonNull(other.namedParameters().get("weight"))
                                .getArray()
                                .toFloatArray())
                        .isEqualTo(RecipeWeights.parameter("c.weight", 5, 3, 3, 3));
            }
        }
    }
}
