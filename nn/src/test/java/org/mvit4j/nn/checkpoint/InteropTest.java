package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files written by torch 2.14, numpy 2 and msgpack 1.0 with every element type, layout, protocol and container we read. */
class InteropTest {
    static Stream<Path> torchFiles() {
        return Stream.of("zip", "legacy", "module", "nocrc", "deflated", "bare", "tensors")
                .flatMap(prefix -> Resources.list("interop", prefix));
    }

    static Stream<Path> numpyFiles() {
        return Resources.list("interop", "numpy_p");
    }

    @ParameterizedTest
    @MethodSource("torchFiles")
    void torchTensors(Path file) throws Exception {
        verify(file, "interop/torch.json", List.of());
    }

    @ParameterizedTest
    @MethodSource("numpyFiles")
    void numpyArrays(Path file) throws Exception {
        verify(file, "interop/numpy.json", List.of("wide"));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            float[] wide = checkpoint.tensor("wide").toFloats();
            for (int i = 0; i < wide.length; i++) {
                assertThat(wide[i]).isEqualTo(i * 37 % 1001 / 8f);
            }
            FloatBuffer slice = FloatBuffer.allocate(100);
            checkpoint.tensor("wide").readFloats(20_000, slice);
            assertThat(slice.get(3)).isEqualTo(wide[20_003]);
            assertThat(checkpoint.metadata())
                    .containsEntry("__author__", "Detectron2 Model Zoo")
                    .containsEntry("matching_heuristics", "true")
                    .containsEntry("n", "2.5");
        }
    }

    static Stream<Path> flaxFiles() {
        return Resources.list("interop", "flax_");
    }

    /** The same arrays in Flax's tree; {@code wide} comes in five chunks there. */
    @ParameterizedTest
    @MethodSource("flaxFiles")
    void flaxArrays(Path file) throws Exception {
        verify(file, "interop/numpy.json", List.of("wide"));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StoredTensor wide = checkpoint.tensor("wide");
            assertThat(wide.shape()).containsExactly(100, 300);
            float[] values = wide.toFloats();
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isEqualTo(i * 37 % 1001 / 8f);
            }
            FloatBuffer slice = FloatBuffer.allocate(7005); // all of a chunk and some of its neighbours
            wide.readFloats(6_999, slice);
            assertThat(slice.get(7004)).isEqualTo(values[14_003]);
        }
    }

    private static void verify(Path file, String expectedJson, List<String> others) throws Exception {
        JsonNode expected =
                new ObjectMapper().readTree(Resources.path(expectedJson).toFile());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            List<String> names = new ArrayList<>(others);
            expected.fieldNames().forEachRemaining(names::add);
            assertThat(checkpoint.stateDict().names()).containsExactlyInAnyOrderElementsOf(names);
            expected.fields().forEachRemaining(entry -> verify(checkpoint.tensor(entry.getKey()), entry.getValue()));
        }
    }

    private static void verify(StoredTensor tensor, JsonNode expected) {
        assertThat(tensor.type())
                .as(tensor.name())
                .isEqualTo(TensorType.parse(expected.get("dtype").asText()));
        assertThat(tensor.shape())
                .as(tensor.name())
                .containsExactly(StreamSupport.stream(expected.get("shape").spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .toArray());
        float[] values = tensor.toFloats();
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as("%s[%d]", tensor.name(), i).isEqualTo((float)
                    expected.get("values").get(i).asDouble());
        }
    }

    @Test
    void keepsWhatStandsBesideTheWeights() {
        try (Checkpoint checkpoint = Checkpoint.open(Resources.path("interop/zip.pyth"))) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.TORCH_ZIP);
            assertThat(checkpoint.location()).isEqualTo("model_state");
            assertThat(checkpoint.metadata()).containsEntry("epoch", "7");
            assertThat(checkpoint.metadata().get("cfg"))
                    .startsWith("MODEL:\n  DEPTH: 10\n")
                    .hasSize(5700);
            assertThat(checkpoint.otherEntries()).containsExactly("optimizer_state (a dict of 2)");
        }
        try (Checkpoint checkpoint = Checkpoint.open(Resources.path("interop/linear_metadata.pth"))) {
            assertThat(checkpoint.stateDict().names()).containsExactly("weight", "bias");
        }
    }

    @Test
    void findsTheWeightsInAFlaxTrainState() {
        try (Checkpoint checkpoint = Checkpoint.open(Resources.path("interop/flax_optimizer_target.msgpack"))) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.FLAX_MSGPACK);
            assertThat(checkpoint.location()).isEqualTo("optimizer/target");
            assertThat(checkpoint.metadata())
                    .containsOnly(Map.entry("accum_train_time", "12.5"), Map.entry("global_step", "14063"));
            assertThat(checkpoint.otherEntries())
                    .containsExactly("model_state (a tree of 0)", "optimizer/state (a tree of 2)", "rng (an array 2)");
        }
        try (Checkpoint checkpoint = Checkpoint.open(Resources.path("interop/flax_params.msgpack"))) {
            assertThat(checkpoint.location()).isEqualTo("params/params");
            assertThat(checkpoint.metadata()).containsOnly(Map.entry("global_step", "7"));
            assertThat(checkpoint.otherEntries()).containsExactly("opt_state (a tree of 1)", "z (19 bytes)");
        }
    }
}
