package org.mvit4j.coco.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;
import org.mvit4j.coco.json.KeyTable;
import org.mvit4j.coco.json.RecordReader;

/** Columns of ground-truth annotations while they grow: one stretch of a file, or a data set under construction. */
final class AnnotationRows extends RecordReader {
    static final int HAS_BOX = 1;
    static final int HAS_AREA = 1 << 1;
    static final int HAS_CROWD = 1 << 2;
    static final int CROWD_IGNORES = 1 << 3;
    static final int CROWD_ABSORBS = 1 << 4;
    static final int ZERO_ID = 1 << 5;
    static final int IGNORE = 1 << 6;
    static final int HAS_KEYPOINT_COUNT = 1 << 7;
    static final int NO_KEYPOINTS = 1 << 8;
    static final int HAS_KEYPOINTS = 1 << 9;
    static final int BAD_ID = 1 << 10;
    static final int INTEGER_BOX = 1 << 11;

    private static final KeyTable KEYS = new KeyTable(
            "id",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "iscrowd",
            "segmentation",
            "keypoints",
            "num_keypoints",
            "ignore");

    private static final String NUMBERS = "write it as a list of numbers";

    final Defects defects = new Defects();
    private final IdSpace.Reader ids;
    private final IdSpace space;
    private @Nullable FieldReader fields;
    private int size;

    long[] id = new long[64];
    long[] image = new long[64];
    long[] category = new long[64];
    double[] box = new double[4 * 64];
    double[] area = new double[64];
    short[] flags = new short[64];
    byte[] kind = new byte[64];
    long[] mask = new long[64];
    int[] keypointsEnd = new int[64];
    double[] keypoints = new double[0];
    int keypointsSize;
    int[] keypointCount = new int[64];

    AnnotationRows(IdSpace space) {
        this.space = space;
        ids = new IdSpace.Reader(space);
    }

    @Override
    public int rows() {
        return size;
    }

    /** Starts a row with nothing in it. */
    int begin() {
        if (size == id.length) {
            int more = size + (size >> 1);
            id = Arrays.copyOf(id, more);
            image = Arrays.copyOf(image, more);
            category = Arrays.copyOf(category, more);
            box = Arrays.copyOf(box, 4 * more);
            area = Arrays.copyOf(area, more);
            flags = Arrays.copyOf(flags, more);
            kind = Arrays.copyOf(kind, more);
            mask = Arrays.copyOf(mask, more);
            keypointsEnd = Arrays.copyOf(keypointsEnd, more);
            keypointCount = Arrays.copyOf(keypointCount, more);
        }
        flags[size] = 0;
        kind[size] = SegmentationKind.NONE.code();
        mask[size] = -1;
        area[size] = Double.NaN;
        keypointCount[size] = 0;
        return size;
    }

    void set(int bit) {
        flags[size] |= (short) bit;
    }

    private void clear(int bits) {
        flags[size] &= (short) ~bits;
    }

    void keypoints(double[] values, int count) {
        int start = size == 0 ? 0 : keypointsEnd[size - 1];
        if (start + count > keypoints.length) {
            keypoints = Arrays.copyOf(keypoints, Math.max(1024, start + count + keypoints.length / 2));
        }
        System.arraycopy(values, 0, keypoints, start, count);
        keypointsSize = start + count;
        set(HAS_KEYPOINTS);
    }

    void commit() {
        keypointsEnd[size] = keypointsSize;
        size++;
    }

    @Override
    public void record(JsonCursor cursor) {
        FieldReader read = fields;
        if (read == null || read.cursor != cursor) {
            read = new FieldReader(cursor);
            fields = read;
        }
        int row = begin();
        int seen = 0;
        for (int key = cursor.firstKey(KEYS); key >= 0; key = cursor.nextKey(KEYS)) {
            try {
                field(key, read, row);
            } catch (JsonFault e) {
                throw key < 10 ? e.within(KEYS.name(key)) : e;
            }
            seen |= 1 << key;
        }
        for (int required = 0; required < 3; required++) {
            if ((seen & 1 << required) == 0) {
                throw new JsonFault(KEYS.name(required), "the field is missing", "every annotation needs it");
            }
        }
        lint(seen, row);
        commit();
    }

    private void field(int key, FieldReader read, int row) {
        JsonCursor cursor = read.cursor;
        switch (key) {
            case 0:
                readId(cursor, row);
                break;
            case 1:
                image[row] = ids.read(cursor);
                lintId(row, "image_id");
                break;
            case 2:
                category[row] = ids.read(cursor);
                lintId(row, "category_id");
                break;
            case 3:
                clear(HAS_BOX | INTEGER_BOX);
                if (read.numbers() == 4) {
                    System.arraycopy(read.values(), 0, box, 4 * row, 4);
                    set(HAS_BOX | (read.integers() ? INTEGER_BOX : 0));
                } else {
                    defects.add(row, "bbox", "bbox is not four numbers", "write it as [x, y, width, height]");
                }
                break;
            case 4:
                area[row] = read.scalar();
                clear(HAS_AREA);
                if (!read.missing) {
                    set(HAS_AREA);
                } else {
                    defects.add(row, "area", "area is not a number", "write the segment's area in pixels");
                }
                break;
            case 5:
                readCrowd(read, row);
                break;
            case 6:
                cursor.peek();
                mask[row] = cursor.offset();
                kind[row] = read.segmentation().code();
                break;
            case 7:
                readKeypoints(read, row);
                break;
            case 8:
                clear(HAS_KEYPOINT_COUNT | NO_KEYPOINTS);
                double count = read.scalar();
                set(HAS_KEYPOINT_COUNT | (count == 0 ? NO_KEYPOINTS : 0));
                keypointCount[row] = (int) count;
                break;
            case 9:
                clear(IGNORE);
                if (read.truthy()) {
                    set(IGNORE);
                }
                break;
            default:
                cursor.skip();
        }
    }

    private void readId(JsonCursor cursor, int row) {
        clear(ZERO_ID | BAD_ID);
        id[row] = ids.read(cursor);
        double value = id[row];
        if (ids.form() == IdSpace.Form.STRING) {
            value = pythonNumber((String) space.original(id[row]));
            if (Double.isNaN(value)) {
                set(BAD_ID);
            }
        }
        if (value == 0) {
            set(ZERO_ID);
        }
        lintId(row, "id");
    }

    private void lintId(int row, String field) {
        if (ids.form() != IdSpace.Form.INTEGER) {
            defects.add(row, field, field + " is not written as an integer", "write ids as integers");
        }
    }

    private void readCrowd(FieldReader read, int row) {
        clear(HAS_CROWD | CROWD_IGNORES | CROWD_ABSORBS);
        JsonCursor cursor = read.cursor;
        int c = cursor.peek();
        double value;
        boolean ignores;
        if (c == '"') {
            String text = cursor.string();
            ignores = !text.isEmpty();
            value = pythonNumber(text);
            if (value != Math.rint(value)) {
                value = Double.NaN;
            }
        } else {
            value = read.scalar();
            ignores = !read.missing && value != 0;
        }
        if (c == '"' || read.wasBoolean || !(value == 0 || value == 1)) {
            defects.add(row, "iscrowd", "iscrowd is neither 0 nor 1", "write it as 0 or 1");
        }
        if (!Double.isNaN(value)) {
            set(HAS_CROWD);
        }
        if (ignores) {
            set(CROWD_IGNORES);
        }
        if ((long) value != 0) {
            set(CROWD_ABSORBS);
        }
    }

    /** What Python's number constructors make of a string; NaN if nothing. */
    private static double pythonNumber(String text) {
        String number = text.strip();
        for (int i = 0; i < number.length(); i++) {
            if ("+-.eE0123456789".indexOf(number.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void readKeypoints(FieldReader read, int row) {
        keypointsSize = row == 0 ? 0 : keypointsEnd[row - 1];
        clear(HAS_KEYPOINTS);
        int count = read.numbers();
        if (count < 0) {
            defects.add(row, "keypoints", "keypoints is not a list of numbers", NUMBERS);
        } else {
            keypoints(read.values(), count);
        }
    }

    /** Notes what the reference swallows in silence. */
    private void lint(int seen, int row) {
        if ((flags[row] & ZERO_ID) != 0) {
            defects.add(
                    row, "id", "annotation id 0 makes its detection count as unmatched", "number annotations from 1");
        }
        if ((seen & 1 << 3) == 0) {
            defects.add(row, "bbox", "the field is missing", "every annotation needs [x, y, width, height]");
        }
        if ((seen & 1 << 4) == 0) {
            defects.add(row, "area", "the field is missing", "every annotation needs the segment's area");
        }
        if ((seen & 1 << 5) == 0) {
            defects.add(row, "iscrowd", "the field is missing", "write 0 or 1");
        }
        if ((flags[row] & HAS_BOX) != 0) {
            lintBox(defects, row, box, 4 * row);
        }
        if ((flags[row] & HAS_AREA) != 0 && !(area[row] >= 0 && area[row] <= 1e10)) {
            defects.add(
                    row,
                    "area",
                    "area is " + area[row] + ", outside the range [0, 1e10] of all objects",
                    "write the segment's area in pixels");
        }
    }

    static void lintBox(Defects defects, long row, double[] box, int at) {
        for (int i = 0; i < 4; i++) {
            double v = box[at + i];
            if (!(Math.abs(v) <= Double.MAX_VALUE)) {
                defects.add(row, "bbox", "bbox holds a number that is not finite", "write [x, y, width, height]");
            } else if (i > 1 && v < 0) {
                defects.add(
                        row,
                        "bbox",
                        "bbox has a negative width or height",
                        "write [x, y, width, height], not two corners");
            }
        }
    }
}
