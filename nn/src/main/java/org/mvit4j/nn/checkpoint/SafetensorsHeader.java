package org.mvit4j.nn.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, read strictly: known types, sizes that fit shapes, and data ranges that tile the
 * rest of the file without hole or overlap.
 */
final class SafetensorsHeader {
    /** The reference implementation's limit. */
    static final int MAX_HEADER = 100_000_000;

    private static final int MAX_RANK = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(MAX_HEADER)
                    .build())
            .build();

    /** One tensor's line in the header; offsets count from the end of the header. */
    private record Entry(String name, TensorType type, long[] shape, long begin, long end) {}

    private final ByteRegion file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final long dataStart;

    SafetensorsHeader(ByteRegion file) {
        this.file = file;
        long length = headerLength(file);
        if (length < 2 || length > MAX_HEADER || length > file.size() - 8) {
            throw damaged("announces a header of " + length + " bytes in a file of " + file.size());
        }
        dataStart = 8 + length;
        byte[] json = file.slice(8, length).toArray(MAX_HEADER);
        try (JsonParser parser = JSON.createParser(json)) {
            parse(parser);
        } catch (JsonProcessingException e) {
            throw damaged("has a header that is not valid JSON (" + e.getOriginalMessage() + ")");
        } catch (IOException e) {
            throw damaged("has a header that is not valid JSON");
        }
        checkTiling();
    }

    static boolean isPlausibleLength(ByteRegion file) {
        long length = headerLength(file);
        return length >= 2 && length <= MAX_HEADER;
    }

    private static long headerLength(ByteRegion file) {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, length);
        return length.getLong(0);
    }

    CheckpointContents contents() {
        List<StoredTensor> tensors = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            ByteRegion bytes = file.slice(dataStart + entry.begin, entry.end - entry.begin);
            tensors.add(StridedTensor.rowMajor(entry.name, entry.type, entry.shape, bytes));
        }
        return new CheckpointContents("", new StateDict(file.origin(), tensors), metadata, List.of());
    }

    private void parse(JsonParser parser) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            if (name.equals("__metadata__")) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    expect(parser.nextToken(), JsonToken.VALUE_STRING);
                    metadata.put(key, parser.getText());
                }
            } else {
                entries.add(parseEntry(name, parser));
            }
        }
        expect(parser.currentToken(), JsonToken.END_OBJECT);
        if (parser.nextToken() != null) {
            throw damaged("has something behind the header's JSON");
        }
    }

    private Entry parseEntry(String name, JsonParser parser) throws IOException {
        TensorType type = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(parser.currentToken(), JsonToken.VALUE_STRING);
                    type = type(name, parser.getText());
                }
                case "shape" -> shape = longs(parser);
                case "data_offsets" -> offsets = longs(parser);
                default ->
                    throw damaged("tensor " + CheckpointException.quote(name) + " has an unknown field "
                            + CheckpointException.quote(field));
            }
        }
        expect(parser.currentToken(), JsonToken.END_OBJECT);
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw damaged("tensor " + CheckpointException.quote(name) + " lacks dtype, shape or data_offsets");
        }
        boolean fits = offsets[0] >= 0 && offsets[1] >= offsets[0] && Shape.fills(shape, type, offsets[1] - offsets[0]);
        if (!fits) {
            throw damaged("tensor " + CheckpointException.quote(name) + " (" + type + ' ' + Shape.text(shape)
                    + ") does not fit its bytes " + offsets[0] + " to " + offsets[1]);
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private TensorType type(String name, String text) {
        for (TensorType type : TensorType.values()) {
            if (type.name().equals(text)) {
                return type;
            }
        }
        throw new CheckpointException(
                file.origin(),
                "tensor " + CheckpointException.quote(name) + " has the unknown type "
                        + CheckpointException.quote(text),
                "convert it at its source");
    }

    private long[] longs(JsonParser parser) throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY);
        long[] values = new long[MAX_RANK];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
            if (count == MAX_RANK) {
                throw damaged("has a tensor of more than " + MAX_RANK + " axes");
            }
            values[count++] = parser.getLongValue();
        }
        return Arrays.copyOf(values, count);
    }

    private void expect(@Nullable JsonToken token, JsonToken expected) {
        if (!Objects.equals(token, expected)) {
            throw damaged("has a header of another structure than safetensors");
        }
    }

    private void checkTiling() {
        List<Entry> byPlace = new ArrayList<>(entries);
        byPlace.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long next = 0;
        for (Entry entry : byPlace) {
            if (entry.begin != next) {
                throw damaged("has " + (entry.begin < next ? "overlapping tensors" : "a hole") + " before tensor "
                        + CheckpointException.quote(entry.name));
            }
            next = entry.end;
        }
        if (next != file.size() - dataStart) {
            throw damaged("announces " + next + " bytes of tensors and has " + (file.size() - dataStart));
        }
    }

    private CheckpointException damaged(String fact) {
        return CheckpointException.damaged(file.origin(), fact);
    }
}
