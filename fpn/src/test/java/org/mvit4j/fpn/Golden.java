package org.mvit4j.fpn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.mvit4j.nn.NamedBlock;

/** Golden files: what the reference computed. */
final class Golden {
    private Golden() {}

    static JsonNode read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NDArray array(NDManager manager, JsonNode node) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode at = node; at.isArray(); at = at.get(0)) {
            shape.add((long) at.size());
        }
        return manager.create(floats(node), new Shape(shape));
    }

    private static float[] floats(JsonNode node) {
        List<Float> values = new ArrayList<>();
        collect(node, values);
        var floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static void collect(JsonNode node, List<Float> into) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, into));
        } else {
            into.add((float) node.doubleValue());
        }
    }

    /** Gives every parameter the value of the same name; names and shapes must be exactly those of the file. */
    static void load(NDManager manager, NamedBlock block, JsonNode parameters) {
        List<String> names = new ArrayList<>();
        parameters.fieldNames().forEachRemaining(names::add);
        assertThat(block.namedParameters().keySet()).containsExactlyInAnyOrderElementsOf(names);
        block.initialize(manager);
        block.namedParameters().forEach((name, parameter) -> {
            assertThat(array(manager, parameters.get(name)).getShape()).as(name).isEqualTo(parameter.getShape());
            parameter.getArray().set(floats(parameters.get(name)));
        });
    }

    static void assertClose(NDArray actual, JsonNode expected, double tolerance) {
        NDArray wanted = array(actual.getManager(), expected);
        assertThat(actual.getShape()).isEqualTo(wanted.getShape());
        float[] a = actual.toFloatArray();
        float[] e = wanted.toFloatArray();
        for (int i = 0; i < e.length; i++) {
            assertThat((double) a[i]).isCloseTo(e[i], org.assertj.core.api.Assertions.within(tolerance));
        }
    }
}
