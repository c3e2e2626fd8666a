package org.mvit4j.coco.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;

/**
 * Identifiers as longs. COCO ids are integers; the reference takes any JSON scalar and compares as Python does (1, 1.0
 * and true are one id, "1" is another). Integers stand for themselves; strings and fractions get numbers from 2^62 up,
 * shared by a data set and its results.
 */
public final class IdSpace {
    private static final long FIRST_NAME = 1L << 62;

    /** How an id was written. */
    enum Form {
        INTEGER,
        FLOAT,
        BOOLEAN,
        STRING
    }

    private final Map<Object, Long> codes = new HashMap<>();
    private final List<Object> names = new ArrayList<>();

    synchronized long intern(Object name) {
        Long code = codes.get(name);
        if (code == null) {
            code = FIRST_NAME + names.size();
            codes.put(name, code);
            names.add(name);
        }
        return code;
    }

    /** The code of the string {@code name}, which is a new one if it has not been seen. */
    public long code(String name) {
        return intern(name);
    }

    /** Whether {@code code} stands for a string or a fraction rather than for itself. */
    public static boolean isName(long code) {
        return code >= FIRST_NAME;
    }

    /** The id as it was written: a Long, a String or a Double. */
    public synchronized Object original(long code) {
        return isName(code) ? names.get((int) (code - FIRST_NAME)) : (Object) code;
    }

    /** Reads ids for one thread and remembers how the last one was written. */
    static final class Reader {
        private final IdSpace space;
        private Form form = Form.INTEGER;

        Reader(IdSpace space) {
            this.space = space;
        }

        Form form() {
            return form;
        }

        long read(JsonCursor cursor) {
            int c = cursor.peek();
            if (c == '"') {
                form = Form.STRING;
                return space.intern(cursor.string());
            }
            if (c == 't' || c == 'f') {
                form = Form.BOOLEAN;
                return cursor.bool() ? 1 : 0;
            }
            if (!cursor.atNumber()) {
                throw new JsonFault("", "an id must be an integer but is " + cursor.found(), "write it as an integer");
            }
            double value = cursor.number();
            if (cursor.wasInteger()) {
                form = Form.INTEGER;
                return cursor.integer();
            }
            form = Form.FLOAT;
            return value == Math.rint(value) && Math.abs(value) < FIRST_NAME ? (long) value : space.intern(value);
        }
    }
}
