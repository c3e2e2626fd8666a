package org.mvit4j.maskrcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mvit4j.maskrcnn.structures.Boxes;

/** A value of a golden file: what the reference computed. */
public record Golden(JsonNode node) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads {@code golden/<name>.json} from the test resources. */
    public static Golden read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new Golden(JSON.readTree(Objects.requireNonNull(in, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Golden get(String field) {
        JsonNode child = node.get(field);
        if (child == null) {
            throw new IllegalArgumentException("no field " + field);
        }
        return new Golden(child);
    }

    public boolean has(String field) {
        return node.has(field);
    }

    public Golden get(int index) {
        return new Golden(Objects.requireNonNull(node.get(index)));
    }

    public List<Golden> items() {
        List<Golden> items = new ArrayList<>();
        node.forEach(item -> items.add(new Golden(item)));
        return items;
    }

    public Stream<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    public double number() {
        return node.doubleValue();
    }

    public int integer() {
        return node.intValue();
    }

    public String text() {
        return node.textValue();
    }

    /** All numbers below this value, in order. */
    public double[] doubles() {
        List<Double> values = new ArrayList<>();
        collect(node, values);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    public float[] floats() {
        double[] values = doubles();
        var floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }

    public int[] ints() {
        return Arrays.stream(doubles()).mapToInt(value -> (int) value).toArray();
    }

    public Boxes boxes() {
        return new Boxes(floats());
    }

    /** Sizes of nested lists, following first elements. */
    public Shape shape() {
        List<Long> sizes = new ArrayList<>();
        JsonNode at = node;
        while (at.isArray()) {
            sizes.add((long) at.size());
            at = at.isEmpty() ? MissingNode.getInstance() : at.get(0);
        }
        return new Shape(sizes);
    }

    public NDArray array(NDManager manager) {
        return manager.create(floats(), shape());
    }

    private static void collect(JsonNode at, List<Double> into) {
        if (at.isArray()) {
            at.forEach(child -> collect(child, into));
        } else {
            into.add(at.doubleValue());
        }
    }
}
