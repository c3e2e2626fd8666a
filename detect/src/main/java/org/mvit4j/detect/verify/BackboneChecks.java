package org.mvit4j.detect.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mvit4j.backbone.RelativeIndex;
import org.mvit4j.nn.RecipeWeights;

/** The checks that stand beside backbone cases: the weight recipe and the relative position index. */
final class BackboneChecks {

    private BackboneChecks() {}

    static List<Measure> run(String name, JsonNode node) {
        List<Measure> measures = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : (Iterable<Map.Entry<String, JsonNode>>) node::fields) {
            String key = entry.getKey();
            if (name.equals("_rel_index")) {
                measures.add(index(name, key, entry.getValue()));
            } else if (key.startsWith("unit(\"")) {
                measures.add(recipe(name, key, entry.getValue()));
            }
        }
        return measures;
    }

    private static Measure recipe(String name, String key, JsonNode values) {
        String text = key.substring(6, key.indexOf('"', 6));
        double error = 0;
        for (int i = 0; i < values.size(); i++) {
            error = Math.max(
                    error, Math.abs(RecipeWeights.unit(text, i) - values.get(i).asDouble()));
        }
        return new Measure(name, text, error, 0, "abs");
    }

    private static Measure index(String name, String key, JsonNode golden) {
        int q = Integer.parseInt(key.substring(0, key.indexOf('x')));
        int k = Integer.parseInt(key.substring(key.indexOf('x') + 1));
        long[] map = RelativeIndex.map(q, k);
        double error = 0;
        long sum = 0;
        for (long value : map) {
            sum += value;
        }
        error = Math.max(error, Math.abs(sum - golden.get("sum").asLong()));
        error = Math.max(error, row(map, 0, k, golden.get("row0")));
        error = Math.max(error, row(map, q / 2, k, golden.get("row_mid")));
        error = Math.max(error, row(map, q - 1, k, golden.get("row_last")));
        return new Measure(name, key, error, 0, "rows");
    }

    private static double row(long[] map, int row, int k, JsonNode golden) {
        double error = 0;
        for (int j = 0; j < k; j++) {
            error = Math.max(error, Math.abs(map[row * k + j] - golden.get(j).asLong()));
        }
        return error;
    }
}
