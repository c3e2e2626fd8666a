package org.mvit4j.coco.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.CocoFormatException;

/** The records of a file as they are written, right or wrong. */
final class RawFile {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** An id as it is written: a Long, a Double, a String; null if missing. */
    static final class Record {
        @Nullable
        Object id;

        @Nullable
        Object image;

        @Nullable
        Object category;

        @Nullable
        Object name;

        double @Nullable [] box;
        double score = Double.NaN;
        boolean scored;
        boolean area;
        boolean crowdFlag;
        boolean crowd;
        double width = -1;
        double height = -1;
        /** Height and width of a run-length mask. */
        double @Nullable [] maskSize;
        /** Whether it has a field that only LVIS has, where no annotation is a crowd. */
        boolean lvis;
    }

    final String name;
    final List<Record> images = new ArrayList<>();
    final List<Record> categories = new ArrayList<>();
    final List<Record> annotations = new ArrayList<>();
    /** Whether the file is a list, as results should be, rather than an object. */
    boolean list;

    private RawFile(String name) {
        this.name = name;
    }

    static RawFile read(Path file) throws IOException {
        RawFile raw = new RawFile(String.valueOf(file.getFileName()));
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                raw.list = true;
                records(parser, raw.annotations);
            } else if (first == JsonToken.START_OBJECT) {
                raw.object(parser);
            } else {
                throw new CocoFormatException(
                        raw.name, -1, "", "neither an object nor a list", "give a COCO annotation or result file");
            }
        } catch (JsonProcessingException e) {
            throw new CocoFormatException(
                    raw.name,
                    -1,
                    "",
                    "not JSON that can be read: " + e.getOriginalMessage()
                            + (e.getLocation() == null
                                    ? ""
                                    : " (line " + e.getLocation().getLineNr() + ")"),
                    "write the file again");
        }
        return raw;
    }

    private void object(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            List<Record> into = switch (key) {
                case "images" -> images;
                case "categories" -> categories;
                case "annotations" -> annotations;
                default -> null;
            };
            if (into != null && value == JsonToken.START_ARRAY) {
                records(parser, into);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void records(JsonParser parser, List<Record> into) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Record record = new Record();
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    field(parser, key, record);
                }
            } else {
                parser.skipChildren();
            }
            into.add(record);
        }
    }

    private static void field(JsonParser parser, String key, Record record) throws IOException {
        switch (key) {
            case "id" -> record.id = scalar(parser);
            case "image_id" -> record.image = scalar(parser);
            case "category_id" -> record.category = scalar(parser);
            case "name", "file_name" -> record.name = scalar(parser);
            case "bbox" -> record.box = numbers(parser);
            case "area" -> {
                record.area = parser.currentToken().isNumeric();
                parser.skipChildren();
            }
            case "iscrowd" -> {
                Object value = scalar(parser);
                record.crowdFlag = value != null;
                record.crowd = value instanceof Long flag && flag != 0;
            }
            case "score" -> {
                record.scored = parser.currentToken().isNumeric();
                record.score = record.scored ? parser.getDoubleValue() : Double.NaN;
                parser.skipChildren();
            }
            case "width" -> record.width = number(parser);
            case "height" -> record.height = number(parser);
            case "segmentation" -> mask(parser, record);
            case "neg_category_ids", "not_exhaustive_category_ids", "frequency" -> {
                record.lvis = true;
                parser.skipChildren();
            }
            default -> parser.skipChildren();
        }
    }

    private static void mask(JsonParser parser, Record record) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.equals("size")) {
                record.maskSize = numbers(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static double number(JsonParser parser) throws IOException {
        double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : -1;
        parser.skipChildren();
        return value;
    }

    private static @Nullable Object scalar(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT:
                return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getText()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                double value = parser.getDoubleValue();
                return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Object) (long) value : (Object) value;
            case VALUE_STRING:
                return parser.getText();
            case VALUE_TRUE:
                return 1L;
            case VALUE_FALSE:
                return 0L;
            default:
                parser.skipChildren();
                return null;
        }
    }

    /** A list of numbers; null if it is anything else. */
    private static double @Nullable [] numbers(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return null;
        }
        double[] values = new double[4];
        int n = 0;
        boolean sound = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isNumeric()) {
                sound = false;
                parser.skipChildren();
            } else if (n < values.length) {
                values[n] = parser.getDoubleValue();
            }
            n++;
        }
        return sound && n == 4 ? values : sound && n == 2 ? new double[] {values[0], values[1]} : null;
    }
}
