package org.mvit4j.nn.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a checkpoint as safetensors under reference names (or another family's), with its provenance in the metadata.
 *
 * @param from the source's family; null to recognise it
 * @param to whose names to write; null for the reference names
 * @param prefix only weights under this prefix, which is taken away; empty for all
 * @param addedPrefix is put before every name written
 * @param floatType element type for floating values; null to keep each as it is
 */
public record CheckpointConversion(
        @Nullable CheckpointFamily from,
        @Nullable CheckpointFamily to,
        String prefix,
        String addedPrefix,
        @Nullable TensorType floatType) {

    /** Metadata key of the program and version that wrote a file. */
    public static final String WRITTEN_BY = "written_by";

    /** To reference names, everything, types as they are. */
    public static CheckpointConversion plain() {
        return new CheckpointConversion(null, null, "", "", null);
    }

    public CheckpointConversion withFamily(@Nullable CheckpointFamily source, @Nullable CheckpointFamily target) {
        return new CheckpointConversion(source, target, prefix, addedPrefix, floatType);
    }

    public CheckpointConversion withPrefix(String removed, String added) {
        return new CheckpointConversion(from, to, removed, added, floatType);
    }

    public CheckpointConversion withFloatType(@Nullable TensorType type) {
        return new CheckpointConversion(from, to, prefix, addedPrefix, type);
    }

    /**
     * Converts a file. The source's scalars and texts are carried over; {@code source_file}, {@code source_sha256},
     * {@code source_format}, {@code source_family} and {@code written_by} are added.
     *
     * @param progress is told how many more bytes of the source were read (once to fingerprint, once to copy)
     * @return the weights' names and shapes as written
     * @throws CheckpointException if the source cannot be read or the target not be written
     */
    public Map<String, long[]> convert(Path source, Path target, LongConsumer progress) {
        if (target.toAbsolutePath().normalize().equals(source.toAbsolutePath().normalize())) {
            throw new CheckpointException(target, "is the source itself", "choose another name for the result");
        }
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            StateDict weights = select(checkpoint.stateDict());
            Optional<CheckpointFamily> family = Optional.ofNullable(from).or(() -> CheckpointFamily.detect(weights));
            StateDict reference = family.map(known -> known.reference(weights)).orElse(weights);
            StateDict named = to == null ? reference : to.filter().fromReference(reference);
            StateDict result = addedPrefix.isEmpty() ? named : named.withPrefix(addedPrefix);

            Map<String, String> metadata = new LinkedHashMap<>(checkpoint.metadata());
            metadata.put("source_file", String.valueOf(source.getFileName()));
            metadata.put("source_sha256", FileDigest.of(source, progress).sha256());
            metadata.put("source_format", checkpoint.format().name());
            metadata.put("source_family", family.map(CheckpointFamily::cliName).orElse("unknown"));
            metadata.put(WRITTEN_BY, writer());

            SafetensorsWriter output = new SafetensorsWriter();
            metadata.forEach(output::metadata);
            for (StoredTensor tensor : result) {
                output.add(tensor, floatType == null ? tensor.type() : floatType);
            }
            output.write(target, progress);
            return result.shapes();
        }
    }

    private StateDict select(StateDict weights) {
        if (prefix.isEmpty()) {
            return weights;
        }
        StateDict selected = weights.under(prefix);
        if (selected.size() == 0) {
            throw new CheckpointException(
                    weights.origin(),
                    "has no weights under the prefix " + CheckpointException.quote(prefix) + " (first name: "
                            + CheckpointException.quote(weights.names().get(0)) + ")",
                    "give a prefix with its dot, such as backbone.bottom_up.");
        }
        return selected;
    }

    /** Total that {@link #convert} reports as progress, in bytes, roughly. */
    public static long progressTotal(Path source) {
        try {
            return 2 * Files.size(source);
        } catch (IOException e) {
            throw CheckpointException.unreadable(source, e);
        }
    }

    private static String writer() {
        Properties build = new Properties();
        try (InputStream in = CheckpointConversion.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "mvit4j " + build.getProperty("version", "of unknown version");
    }
}
