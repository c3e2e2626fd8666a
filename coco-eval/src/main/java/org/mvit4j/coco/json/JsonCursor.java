package org.mvit4j.coco.json;

/**
 * A forward cursor over JSON text, no objects. Callers {@link #peek} at the next token and then read it by kind. One
 * cursor belongs to one thread.
 */
public final class JsonCursor extends JsonScalars {
    /** Values nested deeper than this are refused, as Python refuses them at about this depth. */
    public static final int MAX_DEPTH = 900;

    /** A cursor with a window of 256 KiB at the start of {@code source}. */
    public JsonCursor(ByteSource source) {
        this(source, 1 << 18);
    }

    /** A cursor with a window of {@code window} bytes, which grows for longer tokens. */
    public JsonCursor(ByteSource source, int window) {
        super(source, window);
    }

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
}
