package org.mvit4j.coco.json;

import java.nio.charset.StandardCharsets;

/** The field names a reader knows, found by length and first eight bytes, then compared in full. */
public final class KeyTable {
    private final String[] names;
    private final byte[][] bytes;
    private final long[] heads;

    /** A table whose entry i has the number i. */
    public KeyTable(String... names) {
        this.names = names;
        bytes = new byte[names.length][];
        heads = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            bytes[i] = names[i].getBytes(StandardCharsets.UTF_8);
            for (int j = 0; j < Math.min(8, bytes[i].length); j++) {
                heads[i] |= (bytes[i][j] & 0xffL) << (8 * j);
            }
        }
    }

    /** The name of entry {@code index}. */
    public String name(int index) {
        return names[index];
    }

    int find(byte[] buffer, int start, int length, long head) {
        for (int i = 0; i < heads.length; i++) {
            if (heads[i] == head && bytes[i].length == length && tailEquals(bytes[i], buffer, start)) {
                return i;
            }
        }
        return names.length;
    }

    int find(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return names.length;
    }

    private static boolean tailEquals(byte[] name, byte[] buffer, int start) {
        for (int i = 8; i < name.length; i++) {
            if (name[i] != buffer[start + i]) {
                return false;
            }
        }
        return true;
    }
}
