package org.mvit4j.nn.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The configurations that come with a module, by name: resources below {@code org/mvit4j/configs/}, listed in an index.
 *
 * @param loader class loader of the module
 * @param index name of the resource that lists their paths, one per line
 */
public record ConfigCatalog(ClassLoader loader, String index) {

    private static final String ROOT = "org/mvit4j/configs/";
    private static final String SUFFIX = ".yaml";

    /** Paths below {@code configs/}, in the order of publication. */
    public List<String> paths() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                ConfigSource.resource(loader, ROOT + index).open(), StandardCharsets.UTF_8))) {
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
                return ConfigSource.resource(loader, ROOT + path);
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
}
