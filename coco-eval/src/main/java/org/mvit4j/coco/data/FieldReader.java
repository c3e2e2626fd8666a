package org.mvit4j.coco.data;

import java.util.Arrays;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.KeyTable;

/**
 * Reads the values of annotation and result fields for one thread. A value of the wrong kind is skipped and reported by
 * the return value, not thrown: whether it matters depends on what is evaluated.
 */
class FieldReader {
    private static final KeyTable MASK_KEYS = new KeyTable("size", "counts");
    private static final int MOST_NUMBERS = 1 << 24;

    final JsonCursor cursor;

    private double[] numbers = new double[64];
    private int count;
    private boolean integers;

    long maskHeight;
    long maskWidth;
    /** Position of the compressed string, or -1. */
    long countsAt;

    FieldReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** The numbers of the last {@link #numbers} call; valid up to its count. */
    double[] values() {
        return numbers;
    }

    /** Whether every number of the last {@link #numbers} call was written as an integer. */
    boolean integers() {
        return integers;
    }

    /** Reads a flat array of numbers (booleans count as 0 and 1); its length, or -1 if it is anything else. */
    int numbers() {
        if (cursor.peek() != '[') {
            cursor.skip();
            return -1;
        }
        count = 0;
        integers = true;
        boolean usable = true;
        boolean more = cursor.enterArray();
        while (more) {
            int c = cursor.peek();
            if (cursor.atNumber()) {
                push(cursor.number());
                integers &= cursor.wasInteger();
            } else if (c == 't' || c == 'f') {
                push(cursor.bool() ? 1 : 0);
            } else {
                cursor.skip();
                usable = false;
            }
            more = cursor.moreElements();
        }
        return usable ? count : -1;
    }

    private void push(double value) {
        if (count == numbers.length) {
            if (count >= MOST_NUMBERS) {
                throw cursor.syntax("a list of more than " + MOST_NUMBERS + " numbers");
            }
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = value;
    }

    /** Reads one number, false and true as 0 and 1; NaN with {@link #missing} set if it is anything else. */
    double scalar() {
        int c = cursor.peek();
        missing = false;
        wasBoolean = c == 't' || c == 'f';
        if (cursor.atNumber()) {
            return cursor.number();
        }
        if (wasBoolean) {
            return cursor.bool() ? 1 : 0;
        }
        cursor.skip();
        missing = true;
        return Double.NaN;
    }

    boolean missing;
    boolean wasBoolean;

    /** Python's truth value of anything. */
    boolean truthy() {
        int c = cursor.peek();
        if (cursor.atNumber()) {
            return cursor.number() != 0;
        }
        switch (c) {
            case 't':
            case 'f':
                return cursor.bool();
            case '"':
                return !cursor.string().isEmpty();
            case '[':
                return numbers() != 0;
            case '{':
                long before = cursor.offset();
                cursor.skip();
                return cursor.offset() - before > 2;
            default:
                cursor.skip();
                return false;
        }
    }

    /** Reads a segmentation without decoding it; for masks the size and, if {@code scanner} is given, its facts. */
    SegmentationKind segmentation() {
        countsAt = -1;
        int c = cursor.peek();
        if (c == '[') {
            cursor.skip();
            return SegmentationKind.POLYGONS;
        }
        if (c != '{') {
            cursor.skip();
            return SegmentationKind.UNUSABLE;
        }
        SegmentationKind kind = SegmentationKind.UNUSABLE;
        maskHeight = -1;
        maskWidth = -1;
        for (int key = cursor.firstKey(MASK_KEYS); key >= 0; key = cursor.nextKey(MASK_KEYS)) {
            if (key == 0) {
                readSize();
            } else if (key == 1) {
                c = cursor.peek();
                countsAt = cursor.offset();
                kind = c == '"'
                        ? SegmentationKind.COMPRESSED
                        : c == '[' ? SegmentationKind.RUNS : SegmentationKind.UNUSABLE;
                if (c != '"' || !onCounts(this)) {
                    cursor.skip();
                }
            } else {
                cursor.skip();
            }
        }
        return maskHeight < 0 || maskWidth < 0 ? SegmentationKind.UNUSABLE : kind;
    }

    /** Hook for a reader that scans the string while passing; true if it consumed it. */
    boolean onCounts(FieldReader reader) {
        return false;
    }

    private void readSize() {
        int n = numbers();
        boolean usable = n >= 2 && whole(numbers[0]) && whole(numbers[1]);
        maskHeight = usable ? (long) numbers[0] : -1;
        maskWidth = usable ? (long) numbers[1] : -1;
    }

    private static boolean whole(double value) {
        return value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value);
    }
}
