package org.mvit4j.video.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.clip.VideoException;

/** Lists of class names. */
public final class ClassNames {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private ClassNames() {}

    /**
     * Reads the names of classes in the order of their numbers: one per line, or a JSON object of names to numbers as
     * Something-Something and pytorchvideo have it, or a JSON array of names.
     *
     * @throws VideoException if there are none, one is named twice, or numbers do not run from 0 without gaps
     */
    public static List<String> read(Path file) throws IOException {
        List<String> names = file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? ofJson(file) : ofLines(file);
        if (names.isEmpty()) {
            throw new VideoException(file.toString(), "names no class", "give one name per line");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new VideoException(
                        file.toString(), "names " + ListFile.shown(name) + " twice", "give every class one name");
            }
        }
        return names;
    }

    private static List<String> ofLines(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        new ListFile(file).forEach((line, number) -> names.add(line));
        return List.copyOf(names);
    }

    private static List<String> ofJson(Path file) throws IOException {
        JsonNode tree = json(file);
        if (tree.isArray()) {
            List<String> names = new ArrayList<>();
            for (JsonNode name : tree) {
                if (!name.isTextual()) {
                    throw new VideoException(
                            file.toString(), "entry " + names.size() + " is no text", "give an array of names");
                }
                names.add(name.asText());
            }
            return List.copyOf(names);
        }
        if (!tree.isObject()) {
            throw new VideoException(
                    file.toString(), "is neither an object nor an array", "give an object of names to numbers");
        }
        @Nullable String[] names = new String[tree.size()];
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            int number = number(entry.getValue());
            if (number < 0 || number >= names.length || names[number] != null) {
                throw new VideoException(
                        file.toString(),
                        "class " + ListFile.shown(entry.getKey()) + " has the number "
                                + ListFile.shown(entry.getValue().asText()) + " among " + names.length + " classes",
                        "number them from 0 without gaps or repeats");
            }
            names[number] = entry.getKey();
        }
        return Arrays.stream(names).map(String::valueOf).toList();
    }

    private static int number(JsonNode value) {
        if (value.isInt()) {
            return value.asInt();
        }
        try {
            return value.isTextual() ? Integer.parseInt(value.asText()) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A whole JSON file. */
    static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such list; check the path");
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new VideoException(file.toString(), "is no valid JSON" + place, "check the file or fetch it again");
        }
    }
}
