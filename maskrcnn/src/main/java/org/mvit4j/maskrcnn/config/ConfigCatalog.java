package org.mvit4j.maskrcnn.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mvit4j.nn.config.ConfigException;
import org.mvit4j.nn.config.ConfigSource;

/** The configurations that come with the library, by name. */
public final class ConfigCatalog {

    /** Detectors: the folders {@code mvitv2} and {@code vitdet} of {@code configs/}. */
    public static final ConfigCatalog DETECTION = new ConfigCatalog("detection.index");

    /** Classifiers: the folder {@code classification} of {@code configs/}. */
    public static final ConfigCatalog CLASSIFICATION = new ConfigCatalog("classification.index");

    private static final String ROOT = "org/mvit4j/configs/";
    private static final String SUFFIX = ".yaml";

    private final String index;

    private ConfigCatalog(String index) {
        this.index = index;
    }

    /** Paths below {@code configs/}, in the order of publication. */
    public List<String> paths() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                ConfigSource.resource(loader(), ROOT + index).open(), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names: the file names without {@code .yaml}. */
    public List<String> names() {
        return paths().stream().map(ConfigCatalog::name).toList();
    }

    /**
     * Finds a configuration.
     *
     * @param nameOrPath a name of {@link #names} or a path of a YAML file
     * @throws ConfigException if it is neither
     */
    public ConfigSource find(String nameOrPath) {
        for (String path : paths()) {
            if (name(path).equals(nameOrPath) || path.equals(nameOrPath)) {
                return ConfigSource.resource(loader(), ROOT + path);
            }
        }
        Path file = Path.of(nameOrPath);
        if (Files.isRegularFile(file)) {
            return ConfigSource.file(file);
        }
        if (nameOrPath.endsWith(SUFFIX) || nameOrPath.contains("/")) {
            throw new ConfigException(nameOrPath + ": no such file; give the path of a YAML file or one of "
                    + String.join(", ", names()));
        }
        throw new ConfigException(
                nameOrPath + ": no configuration has this name; use one of " + String.join(", ", names()));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - SUFFIX.length());
    }

    private static ClassLoader loader() {
        return ConfigCatalog.class.getClassLoader();
    }
}
