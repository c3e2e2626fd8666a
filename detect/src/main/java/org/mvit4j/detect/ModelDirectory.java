package org.mvit4j.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.config.ConfigSource;
import org.mvit4j.nn.config.ConfigYaml;
import org.mvit4j.nn.io.Draft;

/**
 * A model as a folder that {@link Detector}, DJL's {@code Criteria} and DJL Serving open alike: {@code config.yaml}
 * (resolved), {@code model.safetensors}, {@code synset.txt} (a class name a line) and {@code serving.properties}.
 */
public final class ModelDirectory {

    static final String CONFIG = "config.yaml";
    static final String WEIGHTS = "model.safetensors";
    static final String CLASSES = "synset.txt";
    static final String SERVING = "serving.properties";

    private final Path folder;

    private ModelDirectory(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a model directory.
     *
     * @throws ModelException if the folder lacks its configuration or weights
     */
    public static ModelDirectory open(Path folder) {
        for (String file : List.of(CONFIG, WEIGHTS)) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new ModelException(folder + ": no " + file
                        + " in this model directory; make one with mvit package, or name --config and --weights");
            }
        }
        return new ModelDirectory(folder);
    }

    /** Returns whether the path is a folder that holds a model. */
    public static boolean isModel(Path path) {
        return Files.isRegularFile(path.resolve(CONFIG)) && Files.isRegularFile(path.resolve(WEIGHTS));
    }

    /** Returns the configuration. */
    public DetectorConfig config() throws IOException {
        return DetectorConfig.load(ConfigSource.file(folder.resolve(CONFIG)), List.of());
    }

    /** Returns the weights file. */
    public Path weights() {
        return folder.resolve(WEIGHTS);
    }

    /** Returns the class names, one a line; empty when the folder has none. */
    public List<String> classNames() throws IOException {
        Path file = folder.resolve(CLASSES);
        return Files.isRegularFile(file)
                ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
    }

    /**
     * Writes a detector as a model directory. The folder appears complete or not at all.
     *
     * @param folder must not exist, or be empty
     * @param threshold the score threshold that DJL's translator applies
     */
    public static ModelDirectory write(Detector detector, Path folder, double threshold) throws IOException {
        Path target = folder.toAbsolutePath();
        if (Files.exists(target) && !isEmptyFolder(target)) {
            throw new ModelException(folder + ": exists and is not an empty folder; name another");
        }
        Path parent = java.util.Objects.requireNonNull(target.getParent());
        Files.createDirectories(parent);
        Path draft = Draft.folder(target);
        try {
            Files.writeString(draft.resolve(CONFIG), ConfigYaml.write(detector.config()));
            Files.write(draft.resolve(CLASSES), detector.classNames());
            Files.writeString(draft.resolve(SERVING), serving(threshold));
            detector.writeWeights(draft.resolve(WEIGHTS));
            Files.deleteIfExists(target);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(draft);
        }
        return new ModelDirectory(folder);
    }

    private static String serving(double threshold) {
        Map<String, String> keys = new TreeMap<>();
        keys.put("engine", "PyTorch");
        keys.put("blockFactory", "org.mvit4j.detect.djl.DetectorBlockFactory");
        keys.put("translatorFactory", "org.mvit4j.detect.djl.DetectionTranslatorFactory");
        keys.put("option.hasParameter", "false");
        keys.put("threshold", Double.toString(threshold));
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    /** Writes the folder's files, stored or deflated, as one zip for DJL Serving. */
    public void zip(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path draft = Draft.file(target);
        try {
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(draft))) {
                out.setLevel(1);
                for (String name : List.of(SERVING, CONFIG, CLASSES, WEIGHTS)) {
                    if (Files.isRegularFile(folder.resolve(name))) {
                        ZipEntry entry = new ZipEntry(name);
                        entry.setTime(0);
                        out.putNextEntry(entry);
                        Files.copy(folder.resolve(name), out);
                        out.closeEntry();
                    }
                }
            }
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (var entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void deleteTree(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var entries = Files.walk(path)) {
            entries.sorted(java.util.Comparator.reverseOrder()).forEach(entry -> {
                try {
                    Files.deleteIfExists(entry);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
