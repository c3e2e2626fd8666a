package org.mvit4j.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML text to a {@link ConfigTree}. The parser's node graph is walked directly, so no tag ever constructs an object
 * and every key keeps its line. Plain scalars follow YAML 1.2: {@code yes} and {@code on} are text, {@code 1e-4} is a
 * number.
 */
final class YamlReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 50_000;
    private static final int MAX_ALIASES = 100;

    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.SEQ, Tag.MAP);

    private final String source;
    private final ConfigTree tree = new ConfigTree();
    private int nodes;

    private YamlReader(String source) {
        this.source = source;
    }

    /**
     * Reads a whole document.
     *
     * @param source how messages name the text
     */
    static ConfigTree read(String source, String text) {
        YamlReader reader = new YamlReader(source);
        Node node = reader.compose(text);
        if (node == null) {
            return reader.tree; // an empty file changes nothing
        }
        if (!(node instanceof MappingNode)) {
            throw reader.error(node, "", "a mapping of keys is wanted at the top");
        }
        reader.convertMapping((MappingNode) node, "", 0, reader.tree.root());
        return reader.tree;
    }

    /** Reads the value of an override, such as {@code [1, 2]} or {@code 1e-4}. */
    static JsonNode readValue(String source, String text) {
        YamlReader reader = new YamlReader(source);
        Node node = reader.compose(text);
        return node == null ? JsonNodeFactory.instance.nullNode() : reader.convert(node, "", 0);
    }

    private @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(ConfigSource.MAX_BYTES);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : ":" + (e.getProblemMark().getLine() + 1) + ":"
                            + (e.getProblemMark().getColumn() + 1);
            throw new ConfigException(source + where + ": not valid YAML: " + e.getProblem() + "; correct it", e);
        } catch (YAMLException e) {
            throw new ConfigException(source + ": not valid YAML: " + oneLine(e) + "; correct it", e);
        } catch (StackOverflowError e) {
            throw new ConfigException(source + ": nested too deeply; no configuration needs this", e);
        }
    }

    private static String oneLine(YAMLException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private JsonNode convert(Node node, String path, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw error(node, path, "too many or too deeply nested values, or an alias inside itself");
        }
        if (!TAGS.contains(node.getTag())) {
            throw error(node, path, "tag " + node.getTag().getValue() + " is not supported; remove it");
        }
        if (!path.isEmpty()) {
            tree.origins().put(path, source + ":" + (node.getStartMark().getLine() + 1));
        }
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            convertMapping(mapping, path, depth, object);
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node element : sequence.getValue()) {
                array.add(convert(element, ConfigTree.child(path, Integer.toString(array.size())), depth + 1));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private void convertMapping(MappingNode mapping, String path, int depth, ObjectNode object) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw error(tuple.getKeyNode(), path, "a key must be a plain word");
            }
            String name = key.getValue();
            if (object.has(name)) {
                throw error(key, path, "key " + name + " appears twice; keep one");
            }
            String childPath = ConfigTree.child(path, name);
            object.set(name, convert(tuple.getValueNode(), childPath, depth + 1));
            tree.origins().put(childPath, source + ":" + (key.getStartMark().getLine() + 1));
        }
    }

    private static JsonNode scalar(ScalarNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = node.getValue();
        if (node.getScalarStyle() != ScalarStyle.PLAIN) {
            return json.textNode(text);
        }
        switch (text) {
            case "", "~", "null", "Null", "NULL":
                return json.nullNode();
            case "true", "True", "TRUE":
                return json.booleanNode(true);
            case "false", "False", "FALSE":
                return json.booleanNode(false);
            default:
        }
        if (INTEGER.matcher(text).matches()) {
            long value = Long.parseLong(text);
            return value == (int) value ? json.numberNode((int) value) : json.numberNode(value);
        }
        return FLOAT.matcher(text).matches() ? json.numberNode(Double.parseDouble(text)) : json.textNode(text);
    }

    private ConfigException error(Node node, String path, String fact) {
        String where = source + ":" + (node.getStartMark().getLine() + 1) + ": ";
        return new ConfigException(where + (path.isEmpty() ? fact : path + ": " + fact));
    }
}
