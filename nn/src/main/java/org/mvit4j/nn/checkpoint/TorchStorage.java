package org.mvit4j.nn.checkpoint;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A torch storage that tensors share: an element type (null for an untyped one, then sizes count bytes) and bytes, which
 * a legacy archive announces first and delivers after its pickles.
 */
final class TorchStorage {
    private final @Nullable TensorType type;
    private final Root root;
    private final long viewOffset;

    /** The bytes behind one storage key. */
    static final class Root {
        private final long byteCount;
        private @Nullable ByteRegion bytes;
        private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

        Root(long byteCount) {
            this.byteCount = byteCount;
        }

        long byteCount() {
            return byteCount;
        }

        void deliver(ByteRegion region, ByteOrder byteOrder) {
            bytes = region;
            order = byteOrder;
        }
    }

    private TorchStorage(@Nullable TensorType type, Root root, long viewOffset) {
        this.type = type;
        this.root = root;
        this.viewOffset = viewOffset;
    }

    /**
     * A resolver of persistent ids {@code ('storage', class, key, device, elements[, view])}. Storages of one key share
     * one root, made once by {@code roots}.
     */
    static Function<List<?>, Object> resolver(Object origin, BiFunction<String, Long, Root> roots) {
        Map<String, Root> known = new HashMap<>();
        return id -> {
            if (id.size() < 5
                    || !"storage".equals(id.get(0))
                    || !(id.get(1) instanceof PickleGlobal storageClass)
                    || !(id.get(2) instanceof String key)
                    || !(id.get(4) instanceof Long elements)) {
                throw CheckpointException.damaged(origin, "its pickle has a storage reference of unknown form");
            }
            TensorType type = storageClass.type();
            int width = type == null ? 1 : type.bytes();
            if (elements < 0 || elements > Long.MAX_VALUE / 16) {
                throw CheckpointException.damaged(
                        origin, "storage " + CheckpointException.quote(key) + " announces " + elements + " elements");
            }
            long byteCount = elements * width;
            Root root = known.computeIfAbsent(key, k -> roots.apply(k, byteCount));
            if (root.byteCount() != byteCount) {
                throw CheckpointException.damaged(
                        origin, "storage " + CheckpointException.quote(key) + " is announced with two sizes");
            }
            long viewOffset = id.size() > 5 && id.get(5) instanceof List<?> view ? viewOffset(view, origin) : 0;
            return new TorchStorage(type, root, viewOffset);
        };
    }

    private static long viewOffset(List<?> view, Object origin) {
        if (view.size() == 3 && view.get(1) instanceof Long offset && offset >= 0) {
            return offset;
        }
        throw CheckpointException.damaged(origin, "its pickle has a storage view of unknown form");
    }

    @Nullable
    TensorType type() {
        return type;
    }

    StoredTensor tensor(String name, TensorType elementType, long[] shape, long offset, long[] strides, Object origin) {
        ByteRegion bytes = root.bytes;
        if (bytes == null) {
            throw CheckpointException.damaged(
                    origin, "the values of tensor " + CheckpointException.quote(name) + " are not in the file");
        }
        if (offset < 0 || viewOffset > Long.MAX_VALUE - offset) {
            throw CheckpointException.damaged(
                    origin, "tensor " + CheckpointException.quote(name) + " has a bad offset");
        }
        return new StridedTensor(name, elementType, shape, bytes, root.order, viewOffset + offset, strides);
    }
}
