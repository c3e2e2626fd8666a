package org.mvit4j.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** Settings as a tree, and for every dotted path the file and line, or the override, that set it last. */
final class ConfigTree {

    private static final String TYPE = "type";

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final Map<String, String> origins = new HashMap<>();

    ObjectNode root() {
        return root;
    }

    Map<String, String> origins() {
        return origins;
    }

    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Where the setting at a path, or the nearest one around it, was made; empty if nowhere. */
    String origin(String path) {
        for (String p = path; !p.isEmpty(); p = p.substring(0, Math.max(0, p.lastIndexOf('.')))) {
            String origin = origins.get(p);
            if (origin != null) {
                return origin;
            }
        }
        return "";
    }

    /**
     * Lays {@code over} on top: mappings merge key by key; lists and single values replace. A mapping whose
     * {@code type} differs is another thing altogether and replaces too.
     */
    void merge(ConfigTree over) {
        merge(root, over.root);
        origins.putAll(over.origins);
    }

    private static void merge(ObjectNode base, ObjectNode over) {
        over.properties().forEach(entry -> {
            JsonNode old = base.get(entry.getKey());
            if (old instanceof ObjectNode oldObject
                    && entry.getValue() instanceof ObjectNode newObject
                    && sameType(oldObject, newObject)) {
                merge(oldObject, newObject);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static boolean sameType(ObjectNode base, ObjectNode over) {
        return !over.has(TYPE) || over.get(TYPE).equals(base.get(TYPE));
    }

    /**
     * Sets one value.
     *
     * @param assignment {@code key.path=value}, the value read as YAML; a number in the path is an index into a list
     */
    void override(String assignment) {
        int equals = assignment.indexOf('=');
        String source = "override " + assignment;
        if (equals <= 0) {
            throw new ConfigException(source + ": not of the form key.path=value; write it so");
        }
        String path = assignment.substring(0, equals).strip();
        JsonNode value = YamlReader.readValue(source, assignment.substring(equals + 1));
        String[] keys = path.split("\\.", -1);
        JsonNode at = root;
        for (int i = 0; i < keys.length - 1; i++) {
            at = descend(at, keys[i], source);
        }
        String last = keys[keys.length - 1];
        if (at instanceof ArrayNode array) {
            array.set(index(array, last, source), value);
        } else {
            ((ObjectNode) at).set(last, value);
        }
        origins.put(path, source);
    }

    private static JsonNode descend(JsonNode at, String key, String source) {
        JsonNode next = at instanceof ArrayNode array ? array.get(index(array, key, source)) : at.get(key);
        if (next instanceof ObjectNode || next instanceof ArrayNode) {
            return next;
        }
        if (at instanceof ObjectNode object && (next == null || next.isNull())) {
            return object.putObject(key); // if the key is unknown, binding says so
        }
        throw new ConfigException(source + ": " + key + " is a single value, nothing lies below it; shorten the path");
    }

    private static int index(ArrayNode array, String key, String source) {
        try {
            int index = Integer.parseInt(key);
            if (index >= 0 && index < array.size()) {
                return index;
            }
        } catch (NumberFormatException e) {
            // not an index: said below
        }
        throw new ConfigException(
                source + ": " + key + " is no index into a list of " + array.size() + "; indices start at 0");
    }
}
