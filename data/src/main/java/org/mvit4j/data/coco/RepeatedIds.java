package org.mvit4j.data.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ids that several images or several categories of an annotation file have; reading keeps the last of them alone. */
final class RepeatedIds {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as the evaluator reads
            .build();
    private static final List<String> ARRAYS = List.of("images", "categories");

    private RepeatedIds() {}

    /** The repeated ids of each array, as they are written. */
    static Map<String, Set<String>> of(Path file) throws IOException {
        Map<String, Set<String>> repeated = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(file.toFile())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String array = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY && ARRAYS.contains(array)) {
                    repeated.put(array, repeated(json));
                } else {
                    json.skipChildren();
                }
            }
        }
        return repeated;
    }

    private static Set<String> repeated(JsonParser json) throws IOException {
        Set<String> seen = new HashSet<>();
        Set<String> again = new LinkedHashSet<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean id = json.currentName().equals("id");
                json.nextToken();
                if (id && !seen.add(json.getText())) {
                    again.add(json.getText());
                }
                json.skipChildren();
            }
        }
        return again;
    }
}
