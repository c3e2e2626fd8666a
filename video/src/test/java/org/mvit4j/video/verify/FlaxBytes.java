package org.mvit4j.video.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;

/** A tree of arrays as {@code flax.serialization.msgpack_serialize} writes it. */
final class FlaxBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private FlaxBytes() {}

    /** A train state whose weights, named by their paths, lie under {@code optimizer/target}. */
    static byte[] trainState(StateDict weights) {
        Map<String, Object> tree = new TreeMap<>();
        for (StoredTensor tensor : weights) {
            put(tree, "optimizer/target/" + tensor.name(), tensor);
        }
        put(tree, "optimizer/state/step", "30000");
        put(tree, "global_step", "30000");
        FlaxBytes file = new FlaxBytes();
        file.value(tree);
        return file.bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String path, Object leaf) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            tree.put(path, leaf);
        } else {
            Object inner = tree.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<String, Object>());
            put((Map<String, Object>) inner, path.substring(slash + 1), leaf);
        }
    }

    private void value(Object value) {
        if (value instanceof Map<?, ?> map) {
            number(0xDE, map.size(), 2);
            map.forEach((key, inner) -> {
                value(key);
                value(inner);
            });
        } else if (value instanceof StoredTensor tensor) {
            array(tensor);
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
            if (text.length < 32) {
                bytes.write(0xA0 | text.length);
            } else {
                number(0xD9, text.length, 1);
            }
            bytes.writeBytes(text);
        }
    }

    private void array(StoredTensor tensor) {
        FlaxBytes content = new FlaxBytes();
        content.bytes.write(0x93);
        content.bytes.write(0x90 | tensor.shape().length);
        for (long size : tensor.shape()) {
            content.number(0xCE, size, 4);
        }
        content.value("float32");
        float[] values = tensor.toFloats();
        content.number(0xC6, 4L * values.length, 4);
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        content.bytes.writeBytes(data.array());
        number(0xC9, content.bytes.size(), 4);
        bytes.write(1);
        bytes.writeBytes(content.bytes.toByteArray());
    }

    private void number(int head, long value, int width) {
        bytes.write(head);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            bytes.write((int) (value >> shift));
        }
    }
}
