package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Query, key and value of families that store them apart, against the one {@code qkv} of the reference names. Parts are
 * marked by the suffixes {@code @0}, {@code @1} and {@code @2} behind the common name.
 */
final class FusedProjection {
    private static final int PARTS = 3;

    private FusedProjection() {}

    /** Three parts [n, ...] become one tensor [3 n, ...] at the place of the first; other tensors stay. */
    static StateDict join(StateDict parts) {
        Map<String, StoredTensor[]> groups = new LinkedHashMap<>();
        List<StoredTensor> joined = new ArrayList<>();
        for (StoredTensor tensor : parts) {
            int at = tensor.name().length() - 2;
            if (at > 0 && tensor.name().charAt(at) == '@') {
                String name = tensor.name().substring(0, at);
                int part = tensor.name().charAt(at + 1) - '0';
                if (!groups.containsKey(name)) {
                    joined.add(tensor.named(name));
                }
                groups.computeIfAbsent(name, key -> new StoredTensor[PARTS])[part] = tensor;
            } else {
                joined.add(tensor);
            }
        }
        joined.replaceAll(tensor -> groups.containsKey(tensor.name()) ? joined(tensor.name(), groups, parts) : tensor);
        return new StateDict(parts.origin(), joined);
    }

    private static StoredTensor joined(String name, Map<String, StoredTensor[]> groups, StateDict parts) {
        StoredTensor[] group = java.util.Objects.requireNonNull(groups.get(name));
        for (StoredTensor part : group) {
            if (part == null || part.elementCount() != group[0].elementCount()) {
                throw CheckpointException.damaged(
                        parts.origin(),
                        "the query, key and value of " + CheckpointException.quote(name) + " do not match");
            }
        }
        long[] shape = group[0].shape();
        shape[0] *= PARTS;
        return StoredTensor.computed(parts.origin(), name, shape, () -> {
            int size = Math.toIntExact(group[0].elementCount());
            float[] values = new float[PARTS * size];
            for (int i = 0; i < PARTS; i++) {
                group[i].readFloats(0, values, i * size, size);
            }
            return values;
        });
    }

    /** The inverse, for every tensor whose name contains {@code .qkv.}. */
    static StateDict split(StateDict joined) {
        List<StoredTensor> parts = new ArrayList<>();
        for (StoredTensor tensor : joined) {
            long[] shape = tensor.shape();
            if (!tensor.name().contains(".qkv.") || shape[0] % PARTS != 0) {
                parts.add(tensor);
                continue;
            }
            shape[0] /= PARTS;
            int size = Math.toIntExact(tensor.elementCount() / PARTS);
            for (int i = 0; i < PARTS; i++) {
                long offset = (long) i * size;
                parts.add(StoredTensor.computed(joined.origin(), tensor.name() + "@" + i, shape, () -> {
                    float[] values = new float[size];
                    tensor.readFloats(offset, values, 0, size);
                    return values;
                }));
            }
        }
        return new StateDict(joined.origin(), parts);
    }
}
