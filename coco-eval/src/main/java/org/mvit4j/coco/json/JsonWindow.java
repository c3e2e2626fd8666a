package org.mvit4j.coco.json;

import java.util.Arrays;

/**
 * A sliding window of bytes over JSON text, and what can be said of the next token. The window ends in a zero byte, which
 * no JSON token contains, so inner loops test one byte and nothing else.
 */
public abstract class JsonWindow {
    /** What {@link #peek} answers at the end of the text. */
    public static final int END = 0;

    private static final int MAX_TOKEN = 1 << 28;

    private final ByteSource source;
    private long base;
    byte[] buffer;
    int position;
    /** End of the bytes in the window. */
    int limit;

    JsonWindow(ByteSource source, int window) {
        this.source = source;
        buffer = new byte[Math.max(256, window) + 1];
    }

    /** Position of the next byte in the source. */
    public final long offset() {
        return base + position;
    }

    /** Continues at {@code offset}. */
    public final void seek(long offset) {
        if (offset >= base && offset <= base + limit) {
            position = (int) (offset - base);
        } else {
            base = offset;
            position = 0;
            limit = 0;
            buffer[0] = 0;
        }
    }

    /**
     * Slides the window so that byte {@code keep} of it comes first, and reads on; the position moves along. False at
     * the end of the text.
     */
    final boolean fill(int keep) {
        if (keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, limit - keep);
            base += keep;
            position -= keep;
            limit -= keep;
        } else if (limit == buffer.length - 1) {
            if (limit >= MAX_TOKEN) {
                throw new JsonFault("", "a single value is longer than " + MAX_TOKEN + " bytes", null);
            }
            buffer = Arrays.copyOf(buffer, 2 * limit + 1);
        }
        int count = source.read(base + limit, buffer, limit, buffer.length - 1 - limit);
        limit += count;
        buffer[limit] = 0;
        return count > 0;
    }

    /** Makes at least {@code count} bytes available in the window, unless the text ends before. */
    final void ensure(int count) {
        while (limit - position < count && fill(position)) {}
    }

    /** Skips white space and answers the next byte, {@link #END} at the end of the text. */
    public final int peek() {
        while (true) {
            int c = buffer[position];
            if (c > ' ' || c < 0) {
                return c;
            }
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                position++;
            } else if (position < limit) {
                throw syntax("a control character where a value or separator was expected");
            } else if (!fill(position)) {
                return END;
            }
        }
    }

    /** Consumes the byte that {@link #peek} answered. */
    public final void advance() {
        position++;
    }

    /** Consumes {@code wanted} or fails, saying what was read. */
    public final void expect(char wanted) {
        if (peek() != wanted) {
            throw syntax("expected '" + wanted + "' but found " + found());
        }
        position++;
    }

    /** A fault that names the byte position. */
    public final JsonFault syntax(String fact) {
        return new JsonFault("", "not valid JSON at byte " + offset() + ": " + fact, null);
    }

    /** A short description of the next token, for messages. */
    public final String found() {
        int c = peek();
        if (c == END) {
            return "the end of the file";
        }
        if (c == '{') {
            return "an object";
        }
        if (c == '[') {
            return "an array";
        }
        if (c == '"') {
            return "a string";
        }
        if (c == '-' || c >= '0' && c <= '9') {
            return "a number";
        }
        if (c == 't' || c == 'f') {
            return "a boolean";
        }
        return c == 'n' ? "null" : c > ' ' && c < 127 ? "'" + (char) c + "'" : "byte " + (c & 0xff);
    }

    /** True if the next token begins a number, {@code NaN} and the infinities included. */
    public final boolean atNumber() {
        int c = peek();
        return c == '-' || c >= '0' && c <= '9' || c == 'N' || c == 'I';
    }
}
