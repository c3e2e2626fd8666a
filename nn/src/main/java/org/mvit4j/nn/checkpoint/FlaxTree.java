package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code flax.serialization} writes: a tree of msgpack maps whose leaves are arrays. An array is extension 1, a
 * numpy scalar extension 3, both with {@code [shape, name of the dtype, row-major little-endian bytes]} inside; an array
 * of more than a gigabyte is a map of flat chunks. Weights are named by their path with slashes, {@code
 * Transformer/encoderblock_0/LayerNorm_0/scale}.
 */
final class FlaxTree {
    /** Where trainers keep the weights, the deepest first: scenic before and since optax, then plain variables. */
    private static final List<List<String>> WEIGHT_ENTRIES = List.of(
            List.of("optimizer", "target", "params"),
            List.of("optimizer", "target"),
            List.of("params", "params"),
            List.of("params"),
            List.of("target", "params"),
            List.of("target"),
            List.of());

    private static final int NDARRAY = 1;
    private static final int SCALAR = 3;
    private static final String CHUNKED = "__msgpack_chunked_array__";
    private static final int MAX_RANK = 64;

    /** An array; without a type where numpy's is none of ours. */
    private record Leaf(String dtype, @Nullable TensorType type, long[] shape, ByteRegion bytes) {}

    private final RegionInput in;
    private final MsgpackInput values;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<String> otherEntries = new ArrayList<>();
    private final List<StoredTensor> tensors = new ArrayList<>();
    private final String location;

    private FlaxTree(ByteRegion file) {
        in = new RegionInput(file, "msgpack");
        values = new MsgpackInput(in, this::extension);
        Object root = values.read();
        if (in.remaining() > 0) {
            throw damaged("has " + in.remaining() + " bytes behind its tree");
        }
        List<String> path = WEIGHT_ENTRIES.stream()
                .filter(entry -> holdsArrays(at(root, entry)))
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        file.origin(), "holds no arrays", "give a file with the parameters of a model"));
        location = String.join("/", path);
        collect("", at(root, path));
        noteOthers("", root, path);
    }

    /** Whether a file that starts so is msgpack with a map whose first key is a short text. */
    static boolean begins(byte[] start) {
        if (start.length < 8) {
            return false;
        }
        int head = start[0] & 0xFF;
        int key = head == 0xDE ? 3 : head == 0xDF ? 5 : head > 0x80 && head <= 0x8F ? 1 : -1;
        if (key < 0 || (start[key] & 0xE0) != 0xA0) {
            return false;
        }
        int length = Math.min(start[key] & 0x1F, start.length - key - 1);
        for (int i = 1; i <= length; i++) {
            if (start[key + i] < ' ' || start[key + i] > '~') {
                return false;
            }
        }
        return length > 0;
    }

    /** @throws CheckpointException if the file is damaged, hostile or holds no arrays */
    static CheckpointContents read(ByteRegion file) {
        FlaxTree tree = new FlaxTree(file);
        return new CheckpointContents(
                tree.location, new StateDict(file.origin(), tree.tensors), tree.metadata, tree.otherEntries);
    }

    // --- leaves

    private Object extension(int code, long length) {
        if (code != NDARRAY && code != SCALAR) {
            return in.skip(length);
        }
        Object content = values.read();
        if (!(content instanceof List<?> parts)
                || parts.size() != 3
                || !(parts.get(0) instanceof List<?> sizes)
                || !(parts.get(2) instanceof ByteRegion bytes)) {
            throw damaged("has an array that is not shape, type and bytes");
        }
        String dtype = parts.get(1) instanceof ByteRegion name ? name.toText(64) : String.valueOf(parts.get(1));
        return leaf(dtype, longs(sizes), bytes);
    }

    private Leaf leaf(String dtype, long[] shape, ByteRegion bytes) {
        TensorType type = TensorType.parse(dtype);
        if (type != null && !Shape.fills(shape, type, bytes.size())) {
            throw damaged("has an array of shape " + Shape.text(shape) + " and type " + type + " with " + bytes.size()
                    + " bytes");
        }
        return new Leaf(dtype, type, shape, bytes);
    }

    private long[] longs(List<?> sizes) {
        if (sizes.size() > MAX_RANK || !sizes.stream().allMatch(Long.class::isInstance)) {
            throw damaged("has an array whose shape is no list of at most " + MAX_RANK + " numbers");
        }
        return sizes.stream().mapToLong(size -> (Long) size).toArray();
    }

    private Leaf joined(Map<?, ?> chunked) {
        List<ByteRegion> bytes = new ArrayList<>();
        String dtype = "";
        for (Object chunk : items(chunked.get("chunks"))) {
            if (!(chunk instanceof Leaf leaf)
                    || !bytes.isEmpty() && !leaf.dtype().equals(dtype)) {
                throw damaged("has an array in chunks that are not arrays of one type");
            }
            dtype = leaf.dtype();
            bytes.add(leaf.bytes());
        }
        return leaf(dtype, longs(items(chunked.get("shape"))), new JoinedRegion(in.origin(), bytes));
    }

    /** A tuple as Flax stores it: a map from {@code "0"} on. */
    private List<Object> items(@Nullable Object tuple) {
        List<Object> items = new ArrayList<>();
        if (tuple instanceof Map<?, ?> map) {
            for (Object item = map.get("0"); item != null; item = map.get(Integer.toString(items.size()))) {
                items.add(item);
            }
            if (items.size() == map.size()) {
                return items;
            }
        }
        throw damaged("has an array in chunks without their shape or order");
    }

    // --- the tree

    private static @Nullable Object at(Object root, List<String> path) {
        Object node = root;
        for (String name : path) {
            node = node instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return node;
    }

    private static boolean holdsArrays(@Nullable Object node) {
        return node instanceof Map<?, ?> map
                && map.values().stream().anyMatch(value -> value instanceof Leaf || holdsArrays(value));
    }

    private static boolean isChunked(@Nullable Object node) {
        return node instanceof Map<?, ?> map && map.containsKey(CHUNKED);
    }

    private void collect(String name, @Nullable Object node) {
        if (isChunked(node) && node instanceof Map<?, ?> map) {
            collect(name, joined(map));
        } else if (node instanceof Map<?, ?> map) {
            String prefix = name.isEmpty() ? "" : name + '/';
            map.forEach((key, value) -> collect(prefix + key, value));
        } else if (node instanceof Leaf leaf) {
            tensors.add(tensor(name, leaf));
        } else {
            note(name, node);
        }
    }

    /** Describes what lies beside the path of the weights. */
    private void noteOthers(String name, @Nullable Object node, List<String> path) {
        if (path.isEmpty() || !(node instanceof Map<?, ?> map)) {
            return;
        }
        String prefix = name.isEmpty() ? "" : name + '/';
        map.forEach((key, value) -> {
            if (key.equals(path.get(0))) {
                noteOthers(prefix + key, value, path.subList(1, path.size()));
            } else {
                note(prefix + key, value);
            }
        });
    }

    private void note(String name, @Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            metadata.put(name, value.toString());
        } else if (value instanceof Leaf leaf && leaf.shape().length == 0 && isNumber(leaf.type())) {
            metadata.put(name, number(tensor(name, leaf)));
        } else if (value != null && value != MsgpackInput.NIL) {
            otherEntries.add(name + " (" + describe(value) + ")");
        }
    }

    private StoredTensor tensor(String name, Leaf leaf) {
        TensorType type = leaf.type();
        if (type == null) {
            throw new CheckpointException(
                    in.origin(),
                    CheckpointException.quote(name) + " is an array of numpy dtype "
                            + CheckpointException.quote(leaf.dtype()),
                    "store numbers only (float, int or bool arrays)");
        }
        return StridedTensor.rowMajor(name, type, leaf.shape(), leaf.bytes());
    }

    private static boolean isNumber(@Nullable TensorType type) {
        return type != null && (type.isFloating() || type == TensorType.I32 || type == TensorType.I64);
    }

    private static String number(StoredTensor scalar) {
        double value = scalar.toFloats()[0];
        return value == Math.rint(value) && Math.abs(value) < 1 << 24
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String describe(Object value) {
        if (value instanceof Map<?, ?> map) {
            return isChunked(value) ? "an array" : "a tree of " + map.size();
        }
        if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        return value instanceof Leaf leaf
                ? "an array " + Shape.text(leaf.shape())
                : value instanceof ByteRegion bytes ? bytes.size() + " bytes" : "a scalar";
    }

    private CheckpointException damaged(String fact) {
        return CheckpointException.damaged(in.origin(), fact);
    }
}
