package org.mvit4j.video.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame paths of a video in a few bytes each: every path is kept as the length that it shares with the one before,
 * and the rest. Something-Something lists twenty million of them.
 */
final class FrontCodedPaths {

    private static final int LONGEST = 0xffff;

    private final ByteArrayOutputStream coded = new ByteArrayOutputStream(256);
    private byte[] last = {};
    private int count;

    /** @return whether the path is short enough to be kept */
    boolean add(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            return false;
        }
        int mismatch = java.util.Arrays.mismatch(last, bytes);
        int shared = mismatch < 0 ? bytes.length : mismatch;
        writeShort(shared);
        writeShort(bytes.length - shared);
        coded.write(bytes, shared, bytes.length - shared);
        last = bytes;
        count++;
        return true;
    }

    private void writeShort(int value) {
        coded.write(value >> 8);
        coded.write(value);
    }

    /** Returns the code, from which {@link #decode} makes the paths again. */
    byte[] code() {
        return coded.toByteArray();
    }

    int count() {
        return count;
    }

    static List<String> decode(byte[] code) {
        List<String> paths = new ArrayList<>();
        byte[] path = {};
        for (int at = 0; at < code.length; ) {
            int shared = (code[at] & 0xff) << 8 | code[at + 1] & 0xff;
            int rest = (code[at + 2] & 0xff) << 8 | code[at + 3] & 0xff;
            byte[] next = java.util.Arrays.copyOf(path, shared + rest);
            System.arraycopy(code, at + 4, next, shared, rest);
            path = next;
            paths.add(new String(path, StandardCharsets.UTF_8));
            at += 4 + rest;
        }
        return paths;
    }
}
