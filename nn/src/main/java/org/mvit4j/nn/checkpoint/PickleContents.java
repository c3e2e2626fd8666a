package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the weights are inside what a pickle built, and what else is there. */
final class PickleContents {
    /** Entries that hold the weights, in order of preference, in the files of the frameworks we read. */
    private static final List<String> WEIGHT_ENTRIES = List.of("model", "model_state", "state_dict", "module");

    private static final int MAX_DEPTH = 3;
    private static final int MAX_METADATA = 4 << 20;

    private final Object origin;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<String> otherEntries = new ArrayList<>();
    private final StateDict stateDict;
    private String location = "";
    private int metadataBytes;

    private PickleContents(Object root, Object origin) {
        this.origin = origin;
        if (!(root instanceof PickleDict dict)) {
            throw new CheckpointException(
                    origin, "holds " + describe(root) + ", not a dict of tensors", "save model.state_dict()");
        }
        List<StoredTensor> tensors = new ArrayList<>();
        collect(dict, 0, tensors);
        if (tensors.isEmpty()) {
            String fact = dict.get("blobs") != null
                    ? "is a Caffe2 model, whose names are others"
                    : "holds no tensors (entries: " + String.join(", ", otherEntries) + ")";
            throw new CheckpointException(origin, fact, "give a file with a state dict of tensors");
        }
        stateDict = new StateDict(origin, tensors).withoutCommonPrefix("module.");
    }

    static CheckpointContents of(Object root, Object origin) {
        PickleContents found = new PickleContents(root, origin);
        return new CheckpointContents(found.location, found.stateDict, found.metadata, found.otherEntries);
    }

    private void collect(PickleDict dict, int depth, List<StoredTensor> tensors) {
        String weights = weightEntry(dict, depth);
        for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
            Object value = entry.getValue();
            String name = entry.getKey() instanceof String text ? text : null;
            StoredTensor tensor = name == null || weights != null ? null : tensor(name, value);
            if (tensor != null) {
                tensors.add(tensor);
            } else if (name == null || !name.equals(weights)) {
                note(String.valueOf(name == null ? entry.getKey() : name), value, depth > 0 && weights == null);
            }
        }
        if (weights != null && dict.get(weights) instanceof PickleDict inner) {
            location = location.isEmpty() ? weights : location + '.' + weights;
            collect(inner, depth + 1, tensors);
        }
    }

    private static @Nullable String weightEntry(PickleDict dict, int depth) {
        for (String entry : WEIGHT_ENTRIES) {
            if (depth < MAX_DEPTH && dict.get(entry) instanceof PickleDict inner && holdsWeights(inner, depth + 1)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean holdsWeights(PickleDict dict, int depth) {
        return dict.entries().values().stream().anyMatch(PickleContents::isTensor) || weightEntry(dict, depth) != null;
    }

    private static boolean isTensor(Object value) {
        return value instanceof NumpyArray || value instanceof TorchTensor;
    }

    private @Nullable StoredTensor tensor(String name, Object value) {
        if (value instanceof NumpyArray array) {
            return array.toTensor(name, origin);
        }
        return value instanceof TorchTensor tensor ? tensor.toTensor(name, origin) : null;
    }

    private void note(String name, Object value, boolean amongWeights) {
        if (amongWeights) {
            throw new CheckpointException(
                    origin,
                    "has " + describe(value) + " among its weights, called " + CheckpointException.quote(name),
                    "save the state dict alone, as plain tensors");
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            metadata.put(name, value.toString());
        } else if (value instanceof PickleText text && text.utf8().size() <= MAX_METADATA - metadataBytes) {
            metadataBytes += (int) text.utf8().size();
            metadata.put(name, text.utf8().toText(MAX_METADATA));
        } else if (value != PickleMachine.NONE) {
            otherEntries.add(name + " (" + describe(value) + ")");
        }
    }

    private static String describe(Object value) {
        if (value instanceof PickleDict dict) {
            return "a dict of " + dict.size();
        }
        if (value instanceof List<?> list) {
            return "a list of " + list.size();
        }
        if (isTensor(value)) {
            return "a tensor";
        }
        if (value instanceof PickleGlobal.Inert inert) {
            return "a " + inert.className();
        }
        if (value instanceof ByteRegion bytes) {
            return bytes.size() + " bytes";
        }
        return value == PickleMachine.NONE ? "nothing" : value instanceof TorchStorage ? "a bare storage" : "a scalar";
    }
}
