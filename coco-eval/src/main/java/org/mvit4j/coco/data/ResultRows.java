package org.mvit4j.coco.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;
import org.mvit4j.coco.json.KeyTable;
import org.mvit4j.coco.json.RecordReader;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.coco.mask.RleScanner;

/** Columns of results while they grow: one stretch of a file, or results under construction. */
final class ResultRows extends RecordReader {
    static final int HAS_SCORE = 1;
    static final int HAS_BOX = 1 << 1;
    static final int LONG_BOX = 1 << 2;
    static final int BOX_PRESENT = 1 << 3;
    static final int MASK_PRESENT = 1 << 4;
    static final int MASK_SOUND = 1 << 5;
    static final int KEYPOINTS_PRESENT = 1 << 6;
    static final int HAS_KEYPOINTS = 1 << 7;
    static final int CAPTION = 1 << 8;
    static final int EMPTY_BOX = 1 << 9;
    static final int BAD_MASK = 1 << 10;

    private static final KeyTable KEYS =
            new KeyTable("image_id", "category_id", "bbox", "score", "segmentation", "keypoints", "caption");

    final Defects defects = new Defects();
    private final IdSpace.Reader ids;
    private final RleScanner scanner = new RleScanner();
    private @Nullable Fields fields;
    private int size;

    long[] image;
    long[] category;
    double[] score;
    short[] flags;
    double[] box = new double[0];
    byte[] kind = new byte[0];
    long[] mask = new long[0];
    int[] maskArea = new int[0];
    int[] maskBox = new int[0];
    int[] keypointsEnd = new int[0];
    double[] keypoints = new double[0];
    private int keypointsSize;

    ResultRows(IdSpace space, int capacity) {
        ids = new IdSpace.Reader(space);
        image = new long[capacity];
        category = new long[capacity];
        score = new double[capacity];
        flags = new short[capacity];
    }

    @Override
    public int rows() {
        return size;
    }

    int begin() {
        if (size == image.length) {
            int more = size + (size >> 1) + 16;
            image = Arrays.copyOf(image, more);
            category = Arrays.copyOf(category, more);
            score = Arrays.copyOf(score, more);
            flags = Arrays.copyOf(flags, more);
        }
        flags[size] = 0;
        score[size] = Double.NaN;
        return size;
    }

    void set(int bits) {
        flags[size] |= (short) bits;
    }

    private void clear(int bits) {
        flags[size] &= (short) ~bits;
    }

    void box(double x, double y, double w, double h) {
        if (4 * size + 4 > box.length) {
            box = Arrays.copyOf(box, 4 * image.length);
        }
        int at = 4 * size;
        box[at] = x;
        box[at + 1] = y;
        box[at + 2] = w;
        box[at + 3] = h;
        set(BOX_PRESENT | HAS_BOX);
    }

    /** Room for masks up to the current row. */
    private void growMasks() {
        if (size >= kind.length) {
            int length = image.length;
            kind = Arrays.copyOf(kind, length);
            mask = Arrays.copyOf(mask, length);
            maskArea = Arrays.copyOf(maskArea, length);
            maskBox = Arrays.copyOf(maskBox, 4 * length);
        }
    }

    void mask(long position, Rle rle) {
        growMasks();
        mask[size] = position;
        kind[size] = SegmentationKind.COMPRESSED.code();
        keep(rle);
        set(MASK_PRESENT);
    }

    private void keep(Rle rle) {
        maskArea[size] = (int) rle.area();
        double[] b = rle.toBbox();
        for (int i = 0; i < 4; i++) {
            maskBox[4 * size + i] = (int) (long) b[i];
        }
        if (rle.sound()) {
            set(MASK_SOUND);
        }
    }

    void keypoints(double[] values, int count) {
        int start = keypointsSize;
        if (start + count > keypoints.length) {
            keypoints = Arrays.copyOf(keypoints, Math.max(4096, start + count + keypoints.length / 2));
        }
        System.arraycopy(values, 0, keypoints, start, count);
        keypointsSize = start + count;
        set(KEYPOINTS_PRESENT | HAS_KEYPOINTS);
    }

    void commit() {
        if (keypointsSize > 0) {
            if (size >= keypointsEnd.length) {
                keypointsEnd = Arrays.copyOf(keypointsEnd, image.length);
            }
            keypointsEnd[size] = keypointsSize;
        }
        size++;
    }

    /** Number of keypoint values of all rows. */
    int keypointsSize() {
        return keypointsSize;
    }

    /** Position after the last keypoint value of {@code row}. */
    int keypointsEnd(int row) {
        return row < keypointsEnd.length ? keypointsEnd[row] : 0;
    }

    /** Gives the columns up, once they have been joined. */
    void release() {
        image = new long[0];
        category = new long[0];
        score = new double[0];
        flags = new short[0];
        box = new double[0];
        kind = new byte[0];
        mask = new long[0];
        maskArea = new int[0];
        maskBox = new int[0];
        keypoints = new double[0];
    }

    @Override
    public void record(JsonCursor cursor) {
        Fields read = fields;
        if (read == null || read.cursor != cursor) {
            read = new Fields(cursor);
            fields = read;
        }
        int row = begin();
        int keypointsStart = keypointsSize;
        int seen = 0;
        for (int key = cursor.firstKey(KEYS); key >= 0; key = cursor.nextKey(KEYS)) {
            if (key == 5) {
                keypointsSize = keypointsStart;
            }
            try {
                field(key, read, row);
            } catch (JsonFault e) {
                throw key < 7 ? e.within(KEYS.name(key)) : e;
            }
            seen |= 1 << key;
        }
        if ((seen & 1) == 0) {
            throw new JsonFault("image_id", "the field is missing", "every result needs it");
        }
        if ((seen & 2) == 0 && (seen & 1 << 6) == 0) {
            throw new JsonFault("category_id", "the field is missing", "every result needs it");
        }
        commit();
    }

    private void field(int key, Fields read, int row) {
        JsonCursor cursor = read.cursor;
        switch (key) {
            case 0:
                image[row] = ids.read(cursor);
                lintId(row, "image_id");
                break;
            case 1:
                category[row] = ids.read(cursor);
                lintId(row, "category_id");
                break;
            case 2:
                readBox(read, row);
                break;
            case 3:
                score[row] = read.scalar();
                clear(HAS_SCORE);
                if (!read.missing && !read.wasBoolean) {
                    set(HAS_SCORE);
                    if (!(Math.abs(score[row]) <= Double.MAX_VALUE)) {
                        defects.add(row, "score", "score is not finite", "write a finite confidence");
                    }
                } else {
                    defects.add(row, "score", "score is not a number", "write the confidence as a number");
                }
                break;
            case 4:
                readMask(read, row);
                break;
            case 5:
                clear(HAS_KEYPOINTS);
                set(KEYPOINTS_PRESENT);
                int count = read.numbers();
                if (count >= 0) {
                    keypoints(read.values(), count);
                } else {
                    defects.add(row, "keypoints", "keypoints is not a list of numbers", "write [x1, y1, v1, …]");
                }
                break;
            case 6:
                set(CAPTION);
                cursor.skip();
                break;
            default:
                cursor.skip();
        }
    }

    private void lintId(int row, String field) {
        if (ids.form() != IdSpace.Form.INTEGER) {
            defects.add(row, field, field + " is not written as an integer", "write ids as integers");
        }
    }

    private void readBox(Fields read, int row) {
        clear(HAS_BOX | LONG_BOX | EMPTY_BOX);
        set(BOX_PRESENT);
        int count = read.numbers();
        if (count >= 4) {
            double[] v = read.values();
            box(v[0], v[1], v[2], v[3]);
            AnnotationRows.lintBox(defects, row, box, 4 * row);
        } else if (count == 0) {
            set(EMPTY_BOX);
        }
        if (count != 4) {
            set(count > 4 ? LONG_BOX : 0);
            defects.add(row, "bbox", "bbox is not four numbers", "write it as [x, y, width, height]");
        }
    }

    private void readMask(Fields read, int row) {
        growMasks();
        clear(MASK_SOUND | BAD_MASK);
        set(MASK_PRESENT);
        read.cursor.peek();
        mask[row] = read.cursor.offset();
        read.scanned = false;
        SegmentationKind found = read.segmentation();
        kind[row] = found.code();
        if (found != SegmentationKind.COMPRESSED) {
            defects.add(
                    row,
                    "segmentation",
                    "the mask is not a compressed RLE object",
                    "write {\"size\": [h, w], \"counts\": \"…\"}");
            return;
        }
        if (!read.scanned || read.scannedHeight != read.maskHeight || read.scannedWidth != read.maskWidth) {
            read.rescan();
        }
        if (read.scanned && scanner.sound()) {
            maskArea[row] = scanner.area();
            scanner.box(maskBox, 4 * row);
            set(MASK_SOUND);
        } else {
            slowMask(read, row);
        }
    }

    /** Masks that do not fit their image, or whose string needs unescaping, go through the reference's arithmetic. */
    private void slowMask(Fields read, int row) {
        JsonCursor cursor = read.cursor;
        long back = cursor.offset();
        cursor.seek(read.countsAt);
        String counts = cursor.string();
        cursor.seek(back);
        try {
            Rle rle = Rle.parse(counts, (int) read.maskHeight, (int) read.maskWidth);
            keep(rle);
            if (!rle.sound()) {
                defects.add(
                        row,
                        "segmentation",
                        "the runs cover " + rle.total() + " pixels and not the " + read.maskHeight + "x"
                                + read.maskWidth + " of the image",
                        "encode the mask again");
            }
        } catch (IllegalArgumentException e) {
            set(BAD_MASK);
            defects.add(row, "segmentation", String.valueOf(e.getMessage()), "encode the mask again");
        }
    }

    /** Field reader that scans mask strings in passing when the size is known by then. */
    private final class Fields extends FieldReader {
        private boolean scanned;
        private long scannedHeight;
        private long scannedWidth;

        Fields(JsonCursor cursor) {
            super(cursor);
        }

        @Override
        boolean onCounts(FieldReader reader) {
            scannedHeight = maskHeight;
            scannedWidth = maskWidth;
            scanned = maskHeight >= 0 && cursor.scan(scanner.size(maskHeight, maskWidth));
            return scanned;
        }

        void rescan() {
            long back = cursor.offset();
            cursor.seek(countsAt);
            scanned = cursor.scan(scanner.size(maskHeight, maskWidth));
            cursor.seek(back);
        }
    }
}
