package org.mvit4j.detect.verify;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of known results in one of three formats: backbones and classifiers by recipe weights, a whole small detector
 * with its checkpoint, or a published configuration on a photo with recipe weights.
 */
public final class CaseFile {

    private final Path file;
    private final JsonNode root;

    private CaseFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /** Reads a file. */
    public static CaseFile read(Path file) throws IOException {
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            if (root == null || !root.isObject()) {
                throw new CaseFileException(file + ": not a JSON object; name a file of cases");
            }
            return new CaseFile(file, root);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new CaseFileException(file + ": not valid JSON, " + e.getOriginalMessage(), e);
        }
    }

    /**
     * What a run needs beside the file.
     *
     * @param photos folder that is searched for photos, or null
     * @param weights checkpoint of a detector case, or null for the one the file names
     * @param device where the models run
     */
    public record Options(@Nullable Path photos, @Nullable Path weights, Device device) {}

    /** Returns the file's content, for formats of other modules. */
    public JsonNode json() {
        return root;
    }

    /** Returns the names of the cases. */
    public List<String> names() {
        if (DetectorCase.fits(root)) {
            return List.of(String.valueOf(file.getFileName()).replace(".json", ""));
        }
        List<String> names = new ArrayList<>();
        root.fieldNames().forEachRemaining(name -> {
            if (!name.startsWith("_")) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * Recomputes every case.
     *
     * @param done is told each case's measures as soon as they are known
     */
    public void run(Options options, Consumer<List<Measure>> done) throws IOException {
        if (DetectorCase.fits(root)) {
            done.accept(new DetectorCase(names().get(0), file, root).run(options));
            return;
        }
        for (Map.Entry<String, JsonNode> entry : (Iterable<Map.Entry<String, JsonNode>>) root::fields) {
            String name = entry.getKey();
            JsonNode node = entry.getValue();
            if (name.equals("_rel_index") || name.equals("_rng_check")) {
                done.accept(BackboneChecks.run(name, node));
            } else if (name.startsWith("_")) {
                continue;
            } else if (BackboneCase.fits(node)) {
                done.accept(new BackboneCase(file, name, node).run(options.device()));
            } else if (PhotoCase.fits(node)) {
                done.accept(new PhotoCase(file, name, node).run(options));
            } else {
                throw new CaseFileException(file + ": case " + name + " is of no known format; known are backbones "
                        + "(kind, args or cfg and over), detectors (image, features, detections) and photos "
                        + "(config, photo)");
            }
        }
    }
}
