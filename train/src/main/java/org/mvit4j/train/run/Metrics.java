package org.mvit4j.train.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /**
     * Adds a line, whole or not at all; values that are not finite are left out, for JSON has none.
     *
     * @throws IOException if there is no room for it
     */
    public void append(long iteration, Map<String, Double> values) throws IOException {
        try (GrowingFile grown = new GrowingFile(file)) {
            grown.append(text(iteration, values).getBytes(StandardCharsets.UTF_8));
        }
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
        StringBuilder kept = new StringBuilder();
        for (Line line : read()) {
            if (line.iteration() < step) {
                kept.append(text(line.iteration(), line.values()));
            }
        }
        if (kept.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            AtomicFile.write(file, kept.toString());
        }
    }

    private static String text(long iteration, Map<String, Double> values) throws JsonProcessingException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(ITERATION, iteration);
        values.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                line.put(name, value);
            }
        });
        return JSON.writeValueAsString(line) + "\n";
    }
}
