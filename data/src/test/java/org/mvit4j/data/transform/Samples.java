package org.mvit4j.data.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.mvit4j.data.image.RgbImage;

/** Pictures of noise that any language draws alike, and the tables of results beside this class. */
final class Samples {

    private Samples() {}

    /** The high bytes of {@code x -> 1664525 x + 1013904223 mod 2^32}. */
    static RgbImage noise(int width, int height, int seed) {
        byte[] pixels = new byte[3 * width * height];
        int state = seed;
        for (int i = 0; i < pixels.length; i++) {
            state = state * 1664525 + 1013904223;
            pixels[i] = (byte) (state >>> 24);
        }
        return new RgbImage(width, height, pixels);
    }

    static List<String[]> table(String name) {
        return new String(resource(name), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .toList();
    }

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(RgbImage image) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.pixels()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
