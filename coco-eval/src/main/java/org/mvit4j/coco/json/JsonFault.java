package org.mvit4j.coco.json;

import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.CocoFormatException;

/**
 * A fault found while reading, before the index of the record in the whole file is known; {@link #at} completes it.
 */
public final class JsonFault extends RuntimeException {
    private final String field;
    private final String fact;
    private final @Nullable String fix;

    /** @param field name of the field inside the record, or empty */
    public JsonFault(String field, String fact, @Nullable String fix) {
        super(fact, null, false, false);
        this.field = field;
        this.fact = fact;
        this.fix = fix;
    }

    /** The same fault inside {@code field}, unless it names one already. */
    public JsonFault within(String name) {
        return field.isEmpty() ? new JsonFault(name, fact, fix) : this;
    }

    /** The fault as an exception for users: {@code array} is a JSON pointer such as {@code /annotations}. */
    public CocoFormatException at(String source, String array, long record) {
        String pointer = (record < 0 ? array : array + "/" + record) + (field.isEmpty() ? "" : "/" + field);
        return new CocoFormatException(source, record, pointer, fact, fix);
    }
}
