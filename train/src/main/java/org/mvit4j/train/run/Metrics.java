package org.mvit4j.train.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one JSON object per line with {@code iteration} and numbers by name. A line that a crash cut
 * off is ignored.
 */
public final class Metrics {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ITERATION = "iteration";

    private final Path file;

    public Metrics(Path file) {
        this.file = file;
    }

    /**
     * One line.
     *
     * @param iteration the step
     * @param values by name
     */
    public record Line(long iteration, Map<String, Double> values) {}

    /** Adds a line; values that are not finite are left out, for JSON has none. */
    public void append(long iteration, Map<String, Double> values) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(ITERATION, iteration);
        values.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                line.put(name, value);
            }
        });
        Files.writeString(
                file,
                JSON.writeValueAsString(line) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** All lines. */
    public List<Line> read() throws IOException {
        List<Line> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String text : Files.readAllLines(file)) {
                JsonNode node;
                try {
                    node = JSON.readTree(text);
                } catch (JsonProcessingException e) {
                    continue; // cut off
                }
                if (node.has(ITERATION)) {
                    Map<String, Double> values = new LinkedHashMap<>();
                    node.fields().forEachRemaining(field -> {
                        if (!field.getKey().equals(ITERATION)) {
                            values.put(field.getKey(), field.getValue().asDouble());
                        }
                    });
                    lines.add(new Line(node.get(ITERATION).asLong(), values));
                }
            }
        }
        return lines;
    }

    /** Drops the lines of steps from {@code step} on, which a resumed run will write again. */
    public void truncate(long step) throws IOException {
        List<Line> kept =
                read().stream().filter(line -> line.iteration() < step).toList();
        Path old = file.resolveSibling("." + file.getFileName() + ".old");
        Files.deleteIfExists(old);
        Metrics rewritten = new Metrics(old);
        for (Line line : kept) {
            rewritten.append(line.iteration(), line.values());
        }
        if (kept.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            Files.move(
                    old,
                    file,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
