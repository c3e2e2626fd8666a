package org.mvit4j.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The sample files of every format beside this class, with the pixels Pillow 12.3.0 reads from them. */
final class FormatMatrix {

    record Sample(String file, int width, int height, String sha256, String mode) {

        byte[] bytes() {
            return resource("formats/" + file);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    private FormatMatrix() {}

    static List<Sample> samples() {
        return new String(resource("formats/expected.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .map(f -> new Sample(f[0], Integer.parseInt(f[1]), Integer.parseInt(f[2]), f[3], f[4]))
                .toList();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(FormatMatrix.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
