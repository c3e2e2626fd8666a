package org.mvit4j.coco;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reference figures and the real files they belong to, from the test resources. */
public final class Golden {
    private static final Pattern TEXT_ID = Pattern.compile("(\"(?:image_)?id\"\\s*:\\s*)\"(\\d+)\"");

    private Golden() {}

    /** The bytes of a resource, decompressed. */
    public static byte[] bytes(String path) {
        try (InputStream in = Golden.class.getResourceAsStream(path + ".gz")) {
            return new GZIPInputStream(Objects.requireNonNull(in, path)).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An evaluation input; image ids written as strings become numbers, as in the reference run. */
    public static byte[] input(String path) {
        byte[] bytes = bytes("data/" + path);
        Matcher matcher = TEXT_ID.matcher(new String(bytes, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.replaceAll("$1$2").getBytes(StandardCharsets.UTF_8) : bytes;
    }

    /** A golden file. */
    public static JsonNode tree(String name) {
        try {
            return new ObjectMapper().readTree(bytes("golden/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SHA-256 of the doubles in little-endian order. */
    public static String sha256(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(buffer.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Doubles written in hexadecimal, as Python's {@code float.hex} does. */
    public static double[] doubles(JsonNode list) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(hex(list.get(i).asText()));
        }
        return values;
    }

    private static String hex(String python) {
        return python.contains("p") ? python : python + "p0";
    }
}
