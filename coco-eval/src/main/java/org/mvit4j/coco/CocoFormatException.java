package org.mvit4j.coco;

import org.jspecify.annotations.Nullable;

/**
 * Input that is not a COCO file, or not one that can be evaluated. The message is one line: the file, the place (record
 * and field), the fact, and the fix.
 */
public final class CocoFormatException extends RuntimeException {
    private final String source;
    private final long record;
    private final String pointer;
    private final String fact;
    private final @Nullable String fix;

    /**
     * @param source the file, or a name for the data in memory
     * @param record index of the offending record in its array, or -1 where no record is concerned
     * @param pointer JSON pointer of the offending value, such as {@code /annotations/17/bbox}; may be empty
     * @param fact what is wrong
     * @param fix what to do about it, or null when the fact says it already
     */
    public CocoFormatException(String source, long record, String pointer, String fact, @Nullable String fix) {
        super(message(source, pointer, fact, fix));
        this.source = source;
        this.record = record;
        this.pointer = pointer;
        this.fact = fact;
        this.fix = fix;
    }

    private static String message(String source, String pointer, String fact, @Nullable String fix) {
        StringBuilder text = new StringBuilder(source);
        if (!pointer.isEmpty()) {
            text.append(" at ").append(pointer);
        }
        text.append(": ").append(fact);
        if (fix != null) {
            text.append("; ").append(fix);
        }
        return text.toString();
    }

    /** The file, or the name of the data in memory. */
    public String source() {
        return source;
    }

    /** Index of the offending record in its array, or -1. */
    public long record() {
        return record;
    }

    /** JSON pointer of the offending value; empty where the whole file is concerned. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong. */
    public String fact() {
        return fact;
    }

    /** What to do about it, or null. */
    public @Nullable String fix() {
        return fix;
    }
}
