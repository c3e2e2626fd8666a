package org.mvit4j.coco.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mvit4j.coco.mask.Rle;

/** JSON as bytes, written without objects. Numbers read back as the same double. */
final class JsonText {
    private byte[] buffer = new byte[1 << 14];
    private int size;

    byte[] bytes() {
        return buffer;
    }

    int size() {
        return size;
    }

    JsonText clear() {
        size = 0;
        return this;
    }

    void flush(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private void grow(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }

    JsonText raw(String ascii) {
        grow(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** Text that is JSON already. */
    JsonText json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        grow(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    JsonText integer(long value) {
        return raw(Long.toString(value));
    }

    /** An id as {@link IdSpace#original} gives it. */
    JsonText id(Object value) {
        return value instanceof String name ? string(name) : raw(String.valueOf(value));
    }

    JsonText number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15 && !(value == 0 && 1 / value < 0)) {
            return raw(Long.toString((long) value)).raw(".0");
        }
        return raw(Double.toString(value));
    }

    JsonText string(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return json(text.append('"').toString());
    }

    /** An id as messages show it: strings in quotes. */
    static String quoted(Object id) {
        return id instanceof String ? "\"" + id + "\"" : String.valueOf(id);
    }

    JsonText numbers(double[] values, int from, int to) {
        raw("[");
        for (int i = from; i < to; i++) {
            if (i > from) {
                raw(", ");
            }
            number(values[i]);
        }
        return raw("]");
    }

    /** A mask by its runs as numbers. */
    JsonText runs(Rle mask) {
        countsOf(mask).raw("[");
        for (int i = 0; i < mask.runs(); i++) {
            raw(i == 0 ? "" : ", ").integer(mask.run(i));
        }
        return raw("]}");
    }

    JsonText mask(Rle mask) {
        return countsOf(mask).string(mask.toCompressedString()).raw("}");
    }

    /** A mask as far as its counts. */
    private JsonText countsOf(Rle mask) {
        return raw("{\"size\": [")
                .integer(mask.height())
                .raw(", ")
                .integer(mask.width())
                .raw("], \"counts\": ");
    }
}
