package org.mvit4j.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Loads a configuration: the file, over the files it names under {@code _base_} (a relative path or a list of them,
 * later ones over earlier ones), under the overrides of the command line; then binds it to a record.
 *
 * <p>Keys are the record components in snake case. Every component must be set somewhere, unless it is marked
 * {@code @Nullable}; a key that no component has is an error.
 */
public final class ConfigLoader {

    private static final String BASE = "_base_";
    private static final int MAX_CHAIN = 16;

    private ConfigLoader() {}

    /**
     * Loads and binds.
     *
     * @param overrides assignments {@code key.path=value}, applied in order
     * @param type the record to bind to
     * @throws ConfigException if anything in the files or overrides is wrong
     * @throws IOException if a file cannot be read
     */
    public static <T extends Record> T load(ConfigSource source, List<String> overrides, Class<T> type)
            throws IOException {
        ConfigTree tree = read(source, new ArrayDeque<>());
        overrides.forEach(tree::override);
        return RecordBinder.bind(source.name(), tree, type);
    }

    private static ConfigTree read(ConfigSource source, Deque<ConfigSource> chain) throws IOException {
        if (chain.contains(source) || chain.size() >= MAX_CHAIN) {
            String path =
                    String.join(" -> ", chain.stream().map(ConfigSource::name).toList());
            throw new ConfigException(path + " -> " + source.name() + ": " + BASE
                    + (chain.contains(source) ? " leads back to itself" : " chain is too long") + "; cut it");
        }
        ConfigTree own = YamlReader.read(source.name(), source.read());
        List<String> bases = bases(own, source);
        if (bases.isEmpty()) {
            return own;
        }
        own.root().remove(BASE);
        ConfigTree merged = new ConfigTree();
        chain.addLast(source);
        for (String base : bases) {
            merged.merge(read(source.resolve(base), chain));
        }
        chain.removeLast();
        merged.merge(own);
        return merged;
    }

    private static List<String> bases(ConfigTree tree, ConfigSource source) {
        JsonNode node = tree.root().get(BASE);
        if (node == null) {
            return List.of();
        }
        List<String> bases = new ArrayList<>();
        for (JsonNode base : node.isArray() ? node : List.of(node)) {
            if (!base.isTextual()) {
                throw new ConfigException(tree.origin(BASE) + ": " + BASE + " wants a path relative to " + source.name()
                        + " or a list of such paths");
            }
            bases.add(base.textValue());
        }
        return bases;
    }
}
