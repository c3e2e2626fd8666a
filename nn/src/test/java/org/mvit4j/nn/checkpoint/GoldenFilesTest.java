package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files written by numpy 1, numpy 2 and torch: the same six tensors in every container. */
class GoldenFilesTest {
    static Stream<Path> files() {
        return Resources.list("golden", "tiny_");
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsTheExpectedTensors(Path file) throws Exception {
        JsonNode expected = new ObjectMapper()
                .readTree(Resources.path("golden/expected.json").toFile());
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.location()).isEqualTo("model");
            assertThat(checkpoint.stateDict().names()).containsExactlyElementsOf(() -> expected.fieldNames());
            for (StoredTensor tensor : checkpoint.stateDict()) {
                JsonNode wanted = expected.get(tensor.name());
                assertThat(tensor.type())
                        .isEqualTo(TensorType.parse(wanted.get("dtype").asText()));
                long[] shape = StreamSupport.stream(wanted.get("shape").spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .toArray();
                boolean torch = file.toString().endsWith(".pth"); // its writer made the scalar one-dimensional
                assertThat(tensor.shape()).containsExactly(torch && shape.length == 0 ? new long[] {1} : shape);
                JsonNode values = wanted.get("data_c_order");
                if (tensor.type() == TensorType.I64) {
                    ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                    tensor.read(0, raw);
                    assertThat(raw.getLong(0)).isEqualTo(values.get(0).asLong());
                }
                for (int i = 0; i < tensor.elementCount(); i++) {
                    FloatBuffer one = FloatBuffer.allocate(1);
                    tensor.readFloats(i, one);
                    assertThat(one.get(0)).as("%s[%d]", tensor.name(), i).isEqualTo((float)
                            values.get(i).asDouble());
                }
            }
        }
    }
}
