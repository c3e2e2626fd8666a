package org.mvit4j.nn.checkpoint;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Names and shapes of the published models, and files that hold them as zeros without taking the space. */
final class Schemas {
    private Schemas() {}

    static Map<String, long[]> read(String name) {
        Path file = Resources.path("schemas").resolve(name + ".gz");
        Map<String, long[]> schema = new LinkedHashMap<>();
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                // "name<TAB>96x3x7x7" or "name (96, 3, 7, 7) float32"
                int end = line.indexOf(line.contains("\t") ? '\t' : ' ');
                String sizes = line.substring(end + 1)
                        .replaceAll("[()]|(float|int|bool)\\w*", "")
                        .trim();
                schema.put(
                        line.substring(0, end),
                        Arrays.stream(sizes.split("[x, ]+"))
                                .filter(size -> !size.isEmpty())
                                .mapToLong(Long::parseLong)
                                .toArray());
            }
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
        return schema;
    }

    /** A valid safetensors file of zeros; the values are a hole in the file. */
    static Path writeZeros(Path file, Map<String, long[]> schema) {
        StringBuilder json = new StringBuilder("{");
        long offset = 0;
        for (Map.Entry<String, long[]> entry : schema.entrySet()) {
            long end = offset + 4 * Shape.elements(entry.getValue());
            json.append(json.length() > 1 ? ",\"" : "\"").append(entry.getKey());
            json.append("\":{\"dtype\":\"F32\",\"shape\":").append(Arrays.toString(entry.getValue()));
            json.append(",\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        byte[] header = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        start.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        start.writeBytes(header);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(start.toByteArray());
            out.setLength(start.size() + offset);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
        return file;
    }
}
