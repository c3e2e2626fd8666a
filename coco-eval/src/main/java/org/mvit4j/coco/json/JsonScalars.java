package org.mvit4j.coco.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Numbers, strings and words of JSON text: each is read, skipped, or scanned in place. */
public abstract class JsonScalars extends JsonWindow {
    private static final int MAX_NUMBER = 1 << 16;

    private boolean exact;
    private long integerValue;

    JsonScalars(ByteSource source, int window) {
        super(source, window);
    }

    /** Reads a number as the nearest double. Exact integers beyond 2^53 round as Python's {@code float()} does. */
    public final double number() {
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

    /** Whether the number just read was written as an integer of at most 18 digits. */
    public final boolean wasInteger() {
        return exact;
    }

    /** The integer just read, where {@link #wasInteger}. */
    public final long integer() {
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
    public final boolean bool() {
        boolean value = peek() == 't';
        word(value ? "true" : "false");
        return value;
    }

    /** Reads {@code null}. */
    public final void nothing() {
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
    public final String string() {
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

    final void skipString() {
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
    final void skipNumber() {
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

    /** Something that reads the bytes of a JSON string in place. */
    public interface StringScanner {
        /**
         * Reads from {@code start}; answers the index after the closing quote, or -1 if {@code limit} came first (it
         * is then called again with more), or -2 if the string holds an escape other than {@code \\}.
         */
        int scan(byte[] bytes, int start, int limit);
    }

    /** Lets {@code scanner} read the next string in place; false if it needs {@link #string} instead. */
    public final boolean scan(StringScanner scanner) {
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
