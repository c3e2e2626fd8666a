package org.mvit4j.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes a record as YAML with nothing left implicit; {@link ConfigLoader} reads it back to an equal record. */
public final class ConfigYaml {

    private ConfigYaml() {}

    /** The whole record: block mappings, lists of plain values on one line, keys in the order of the components. */
    public static String write(Record config) {
        DumperOptions options = new DumperOptions();
        options.setWidth(120);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        StringWriter out = new StringWriter();
        new Yaml(options).serialize(node(RecordBinder.MAPPER.valueToTree(config)), out);
        return out.toString();
    }

    /** Every plain value or list by its path, as an override names it: {@code solver.optimizer.lr} and {@code 1.0E-4}. */
    public static Map<String, String> flat(Record config) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", RecordBinder.MAPPER.valueToTree(config), values);
        return values;
    }

    private static void flatten(String path, JsonNode json, Map<String, String> into) {
        if (json.isObject()) {
            json.properties()
                    .forEach(e -> flatten(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
        } else {
            into.put(path, json.isTextual() ? json.textValue() : json.toString());
        }
    }

    private static Node node(JsonNode json) {
        if (json.isObject()) {
            List<NodeTuple> tuples = new ArrayList<>();
            json.properties().forEach(e -> tuples.add(new NodeTuple(text(e.getKey()), node(e.getValue()))));
            return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
        }
        if (json.isArray()) {
            List<Node> elements = StreamSupport.stream(json.spliterator(), false)
                    .map(ConfigYaml::node)
                    .toList();
            boolean plain = elements.stream().allMatch(ScalarNode.class::isInstance);
            return new SequenceNode(Tag.SEQ, elements, plain ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        if (json.isTextual()) {
            return text(json.textValue());
        }
        Tag tag =
                json.isNull() ? Tag.NULL : json.isBoolean() ? Tag.BOOL : json.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
        return new ScalarNode(tag, json.asText().toLowerCase(Locale.ROOT), null, null, ScalarStyle.PLAIN);
    }

    private static ScalarNode text(String value) {
        return new ScalarNode(Tag.STR, value, null, null, ScalarStyle.PLAIN); // quoted by the emitter where needed
    }
}
