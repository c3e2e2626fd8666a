package org.mvit4j.coco.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A forward cursor over JSON text: a sliding window of bytes, no objects. Callers {@link #peek} at the next token and
 * then read it by kind. The window ends in a zero byte, which no JSON token contains, so inner loops test one byte and
 * nothing else. One cursor belongs to one thread.
 */
public final class JsonCursor {
    /** What {@link #peek} answers at the end of the text. */
    public static final int END = 0;

    /** Values nested deeper than this are refused, as Python refuses them at about this depth. */
    public static final int MAX_DEPTH = 900;

    private static final int MAX_TOKEN = 1 << 28;
    private static final int MAX_NUMBER = 1 << 16;

    private final ByteSource source;
    private byte[] buffer;
    private int position;
    private int limit;
    private long base;
    private boolean exact;

    /** A cursor with a window of 256 KiB at the start of {@code source}. */
    public JsonCursor(ByteSource source) {
        this(source, 1 << 18);
    }

    /** A cursor with a window of {@code window} bytes, which grows for longer tokens. */
    public JsonCursor(ByteSource source, int window) {
        this.source = source;
        buffer = new byte[Math.max(256, window) + 1];
    }

    /** Position of the next byte in the source. */
    public long offset() {
        return base + position;
    }

    /** Continues at {@code offset}. */
    public void seek(long offset) {
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
    private boolean fill(int keep) {
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
    private void ensure(int count) {
        while (limit - position < count && fill(position)) {}
    }

    /** Skips white space and answers the next byte, {@link #END} at the end of the text. */
    public int peek() {
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
    public void advance() {
        position++;
    }

    /** Consumes {@code wanted} or fails, saying what was read. */
    public void expect(char wanted) {
        if (peek() != wanted) {
            throw syntax("expected '" + wanted + "' but found " + found());
        }
        position++;
    }

    /** A fault that names the byte position. */
    public JsonFault syntax(String fact) {
        return new JsonFault("", "not valid JSON at byte " + offset() + ": " + fact, null);
    }

    /** A short description of the next token, for messages. */
    public String found() {
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
    public boolean atNumber() {
        int c = peek();
        return c == '-' || c >= '0' && c <= '9' || c == 'N' || c == 'I';
    }

    // ---- structure -------------------------------------------------------------------------------------------------

    /** Enters an array; false if it is empty, which consumes it. */
    public boolean enterArray() {
        expect('[');
        if (peek() == ']') {
            position++;
            return false;
        }
        return true;
    }

    /** After an element: true if another follows, false when the array has ended, which consumes its end. */
    public boolean moreElements() {
        int c = peek();
        if (c == ',') {
            position++;
            return true;
        }
        if (c == ']') {
            position++;
            return false;
        }
        throw syntax("expected ',' or ']' but found " + found());
    }

    /** Enters an object and reads its first key: its number in {@code keys}, the table's size if unknown, -1 if none. */
    public int firstKey(KeyTable keys) {
        expect('{');
        if (peek() == '}') {
            position++;
            return -1;
        }
        return key(keys);
    }

    /** After a member: the next key, or -1 when the object has ended. */
    public int nextKey(KeyTable keys) {
        int c = peek();
        if (c == ',') {
            position++;
            return key(keys);
        }
        if (c == '}') {
            position++;
            return -1;
        }
        throw syntax("expected ',' or '}' but found " + found());
    }

    private int key(KeyTable keys) {
        if (peek() != '"') {
            throw syntax("expected a field name but found " + found());
        }
        ensure(64);
        int start = position + 1;
        int p = start;
        long head = 0;
        int c = buffer[p];
        while (c != '"' && c != '\\' && (c >= ' ' || c < 0)) {
            if (p - start < 8) {
                head |= (c & 0xffL) << (8 * (p - start));
            }
            c = buffer[++p];
        }
        int key;
        if (c == '"') {
            position = p + 1;
            key = keys.find(buffer, start, p - start, head);
        } else {
            key = keys.find(string()); // an escape, or a name across the window's end
        }
        if (peek() != ':') {
            throw syntax("expected ':' after a field name but found " + found());
        }
        position++;
        return key;
    }

    // ---- values ----------------------------------------------------------------------------------------------------

    /** Reads a number as the nearest double. Exact integers beyond 2^53 round as Python's {@code float()} does. */
    public double number() {
        exact = false;
        peek();
        ensure(64);
        byte[] b = buffer;
        int p = position;
        boolean negative = b[p] == '-';
        if (negative) {
            p++;
        }
        int c = b[p];
        long digits = 0;
        int count = 0;
        int power = 0;
        if (c == '0') {
            c = b[++p];
        } else if (c >= '1' && c <= '9') {
            do {
                digits = digits * 10 + (c - '0');
                count++;
                c = b[++p];
            } while (c >= '0' && c <= '9');
        } else {
            return special(negative);
        }
        boolean integer = true;
        if (c == '.') {
            int first = ++p;
            integer = false;
            c = b[p];
            if (digits == 0) {
                while (c == '0') {
                    c = b[++p];
                }
            }
            int significant = p;
            while (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                c = b[++p];
            }
            count += p - significant;
            power = first - p;
            if (p == first && p < limit) {
                throw syntax("a digit must follow the decimal point");
            }
        }
        if (c == 'e' || c == 'E') {
            integer = false;
            c = b[++p];
            boolean down = c == '-';
            if (down || c == '+') {
                c = b[++p];
            }
            int first = p;
            int exponent = 0;
            while (c >= '0' && c <= '9') {
                exponent = Math.min(99_999, exponent * 10 + (c - '0'));
                c = b[++p];
            }
            if (p == first && p < limit) {
                throw syntax("a digit must follow the exponent");
            }
            power += down ? -exponent : exponent;
        }
        if (p >= limit) {
            if (longerToken(p)) {
                return number();
            }
            if (b[p - 1] < '0' || b[p - 1] > '9') {
                throw syntax("a number is cut off");
            }
        }
        double value = count <= 19 ? DoubleParser.nearest(digits, power) : Double.NaN;
        if (Double.isNaN(value)) {
            value = Math.abs(Double.parseDouble(new String(b, position, p - position, StandardCharsets.ISO_8859_1)));
        }
        exact = integer && count <= 18;
        integerValue = negative ? -digits : digits;
        position = p;
        return negative && !(integer && digits == 0) ? -value : value; // Python's integer -0 is 0
    }

    private long integerValue;

    /** Whether the number just read was written as an integer of at most 18 digits. */
    public boolean wasInteger() {
        return exact;
    }

    /** The integer just read, where {@link #wasInteger}. */
    public long integer() {
        return integerValue;
    }

    /** Whether more bytes follow a token that reaches the window's end at {@code p}; they are then in the window. */
    private boolean longerToken(int p) {
        if (p - position > MAX_NUMBER) {
            throw new JsonFault("", "a number at byte " + offset() + " has more than " + MAX_NUMBER + " digits", null);
        }
        return fill(position);
    }

    private double special(boolean negative) {
        int start = negative ? position + 1 : position;
        if (startsWith(start, "Infinity")) {
            position = start + 8;
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!negative && startsWith(start, "NaN")) {
            position = start + 3;
            return Double.NaN;
        }
        throw syntax("expected a number but found " + found());
    }

    private boolean startsWith(int start, String word) {
        if (limit - start < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (buffer[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads {@code true} or {@code false}. */
    public boolean bool() {
        boolean value = peek() == 't';
        word(value ? "true" : "false");
        return value;
    }

    /** Reads {@code null}. */
    public void nothing() {
        word("null");
    }

    private void word(String word) {
        ensure(16);
        if (!startsWith(position, word)) {
            throw syntax("expected " + word);
        }
        position += word.length();
    }

    /** Reads a string, escapes undone. */
    public String string() {
        ByteArrayOutputStream bytes = null;
        expect('"');
        int start = position;
        int p = start;
        while (true) {
            int c = buffer[p];
            if (c == '"') {
                String tail = new String(buffer, start, p - start, StandardCharsets.UTF_8);
                position = p + 1;
                return bytes == null ? tail : bytes.toString(StandardCharsets.UTF_8) + tail;
            }
            if (c == '\\') {
                if (bytes == null) {
                    bytes = new ByteArrayOutputStream();
                }
                bytes.write(buffer, start, p - start);
                position = p + 1;
                ensure(16);
                escape(bytes);
                start = position;
                p = start;
            } else if (c >= ' ' || c < 0) {
                p++;
            } else if (p < limit) {
                position = p;
                throw syntax("a control character inside a string");
            } else {
                position = start;
                int length = p - start;
                if (!fill(start)) {
                    throw syntax("a string is not closed");
                }
                start = position;
                p = start + length;
            }
        }
    }

    private void escape(ByteArrayOutputStream out) {
        int c = buffer[position++];
        if (c != 'u') {
            out.write(unescape(c));
            return;
        }
        int unit = hex();
        int code = unit;
        if (Character.isHighSurrogate((char) unit) && buffer[position] == '\\' && buffer[position + 1] == 'u') {
            int back = position;
            position += 2;
            int low = hex();
            if (Character.isLowSurrogate((char) low)) {
                code = Character.toCodePoint((char) unit, (char) low);
            } else {
                position = back;
            }
        }
        byte[] text = new String(Character.toChars(code)).getBytes(StandardCharsets.UTF_8);
        out.write(text, 0, text.length);
    }

    private int unescape(int c) {
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            default:
                throw syntax("an unknown escape in a string");
        }
    }

    private int hex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit((char) (buffer[position] & 0xff), 16);
            if (digit < 0) {
                throw syntax("\\u must be followed by four hexadecimal digits");
            }
            value = value * 16 + digit;
            position++;
        }
        return value;
    }

    // ---- skipping --------------------------------------------------------------------------------------------------

    /** Reads past one value of any kind, checking that it is valid JSON. */
    public void skip() {
        skip(0);
    }

    private void skip(int depth) {
        int c = peek();
        if (c == '"') {
            skipString();
        } else if (c == '[') {
            if (depth == MAX_DEPTH) {
                throw syntax("values are nested deeper than " + MAX_DEPTH);
            }
            if (enterArray()) {
                do {
                    skip(depth + 1);
                } while (moreElements());
            }
        } else if (c == '{') {
            skipObject(depth);
        } else if (c == 't' || c == 'f') {
            bool();
        } else if (c == 'n') {
            nothing();
        } else {
            skipNumber();
        }
    }

    private void skipObject(int depth) {
        if (depth == MAX_DEPTH) {
            throw syntax("values are nested deeper than " + MAX_DEPTH);
        }
        advance();
        if (peek() == '}') {
            advance();
            return;
        }
        while (true) {
            if (peek() != '"') {
                throw syntax("expected a field name but found " + found());
            }
            skipString();
            expect(':');
            skip(depth + 1);
            if (peek() == '}') {
                advance();
                return;
            }
            expect(',');
        }
    }

    private void skipString() {
        int p = position + 1;
        while (true) {
            int c = buffer[p];
            if (c == '"') {
                position = p + 1;
                return;
            }
            if (c == '\\') {
                position = p + 1;
                ensure(16);
                if (buffer[position] == 'u') {
                    position++;
                    hex();
                } else {
                    unescape(buffer[position++]);
                }
                p = position;
            } else if (c >= ' ' || c < 0) {
                p++;
            } else if (p < limit) {
                position = p;
                throw syntax("a control character inside a string");
            } else {
                position = p;
                if (!fill(p)) {
                    throw syntax("a string is not closed");
                }
                p = position;
            }
        }
    }

    /** Numbers that nobody wants are checked but not converted. */
    private void skipNumber() {
        ensure(64);
        byte[] b = buffer;
        int p = position;
        int c = b[p];
        if (c == '-') {
            c = b[++p];
        }
        if (c == '0') {
            c = b[++p];
        } else if (c >= '1' && c <= '9') {
            do {
                c = b[++p];
            } while (c >= '0' && c <= '9');
        } else {
            number();
            return;
        }
        if (c == '.') {
            int first = ++p;
            c = b[p];
            while (c >= '0' && c <= '9') {
                c = b[++p];
            }
            if (p == first) {
                number(); // cut off by the window, or an error
                return;
            }
        }
        if (c == 'e' || c == 'E' || p >= limit) {
            number();
            return;
        }
        position = p;
    }

    // ---- compressed mask strings -----------------------------------------------------------------------------------

    /** Something that reads the bytes of a JSON string in place. */
    public interface StringScanner {
        /**
         * Reads from {@code start}; answers the index after the closing quote, or -1 if {@code limit} came first (it
         * is then called again with more), or -2 if the string holds an escape other than {@code \\}.
         */
        int scan(byte[] bytes, int start, int limit);
    }

    /** Lets {@code scanner} read the next string in place; false if it needs {@link #string} instead. */
    public boolean scan(StringScanner scanner) {
        if (peek() != '"') {
            throw syntax("expected a string but found " + found());
        }
        ensure(1024);
        while (true) {
            int end = scanner.scan(buffer, position + 1, limit);
            if (end >= 0) {
                position = end;
                return true;
            }
            if (end == -2) {
                return false;
            }
            if (!fill(position)) {
                throw syntax("a string is not closed");
            }
        }
    }
}
