package org.mvit4j.nn.checkpoint;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mvit checkpoint inspect} tells about a file.
 *
 * @param family who named the weights; null if nobody we know
 * @param location entry that held the weights, empty for a bare state dict
 * @param tensors number of tensors
 * @param parameters number of values
 * @param bytes their size
 * @param types number of tensors per element type
 * @param metadata scalars and texts beside the weights
 * @param otherEntries what else is there
 * @param entries every tensor's name, type and shape, in file order
 */
public record CheckpointSummary(
        Path file,
        CheckpointFormat format,
        @Nullable CheckpointFamily family,
        ModelGuess model,
        String location,
        int tensors,
        long parameters,
        long bytes,
        Map<TensorType, Integer> types,
        Map<String, String> metadata,
        List<String> otherEntries,
        List<Entry> entries) {

    /** A tensor of the listing. */
    public record Entry(String name, TensorType type, long[] shape) {
        /** The shape as text, such as {@code 96x3x7x7}. */
        public String shapeText() {
            return Shape.text(shape);
        }
    }

    /** Reads the structure of an open checkpoint; no values are touched. */
    public static CheckpointSummary of(Checkpoint checkpoint) {
        StateDict weights = checkpoint.stateDict();
        CheckpointFamily family = CheckpointFamily.detect(weights).orElse(null);
        StateDict reference = family == null ? weights : family.reference(weights);
        Map<TensorType, Integer> types = new EnumMap<>(TensorType.class);
        long bytes = 0;
        for (StoredTensor tensor : weights) {
            types.merge(tensor.type(), 1, Integer::sum);
            bytes += tensor.byteCount();
        }
        return new CheckpointSummary(
                checkpoint.file(),
                checkpoint.format(),
                family,
                ModelGuess.of(family, reference),
                checkpoint.location(),
                weights.size(),
                weights.parameterCount(),
                bytes,
                types,
                checkpoint.metadata(),
                checkpoint.otherEntries(),
                weights.names().stream()
                        .map(weights::tensor)
                        .map(tensor -> new Entry(tensor.name(), tensor.type(), tensor.shape()))
                        .toList());
    }
}
