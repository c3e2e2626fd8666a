package org.mvit4j.coco.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.json.ByteSource;
import org.mvit4j.coco.json.HeapBytes;
import org.mvit4j.coco.json.MappedFile;
import org.mvit4j.coco.mask.Rle;

/**
 * Detections for a data set, as columns in the order of the file. Areas and boxes follow the reference's {@code loadRes}
 * (see {@link ResultKind}). Immutable and safe for use by many threads.
 */
public final class CocoResults {
    private final CocoDataset dataset;
    private final ByteSource source;
    private final ResultKind kind;
    private final Strictness strictness;
    private final int size;
    private final int[] image;
    private final int[] category;
    private final double[] score;
    private final short[] flags;
    private final double[] box;
    private final byte[] maskKind;
    private final long[] mask;
    private final int[] maskArea;
    private final int[] maskBox;
    private final int[] keypointsEnd;
    private final double[] keypoints;
    private final LongIntMap unknown = new LongIntMap();
    private long[] unknownIds = new long[0];

    CocoResults(
            CocoDataset dataset, ByteSource source, ResultKind kind, Strictness strictness, List<ResultRows> parts) {
        this.dataset = dataset;
        this.source = source;
        this.kind = kind;
        this.strictness = strictness;
        int rows = 0;
        int points = 0;
        boolean boxes = false;
        boolean masks = false;
        for (ResultRows part : parts) {
            rows = Math.addExact(rows, part.rows());
            points = Math.addExact(points, part.keypointsSize());
            boxes |= part.box.length > 0;
            masks |= part.kind.length > 0;
        }
        size = rows;
        image = new int[rows];
        category = new int[rows];
        score = new double[rows];
        flags = new short[rows];
        box = new double[boxes ? Math.multiplyExact(4, rows) : 0];
        maskKind = new byte[masks ? rows : 0];
        mask = new long[masks ? rows : 0];
        maskArea = new int[masks ? rows : 0];
        maskBox = new int[masks ? Math.multiplyExact(4, rows) : 0];
        keypointsEnd = new int[points > 0 ? rows : 0];
        keypoints = new double[points];
        int at = 0;
        int point = 0;
        for (int p = 0; p < parts.size(); p++) {
            ResultRows part = parts.get(p);
            int n = part.rows();
            join(part, at);
            System.arraycopy(part.score, 0, score, at, n);
            System.arraycopy(part.flags, 0, flags, at, n);
            System.arraycopy(part.box, 0, box, boxes ? 4 * at : 0, Math.min(part.box.length, 4 * n));
            int m = Math.min(part.kind.length, n);
            System.arraycopy(part.kind, 0, maskKind, masks ? at : 0, m);
            System.arraycopy(part.mask, 0, mask, masks ? at : 0, m);
            System.arraycopy(part.maskArea, 0, maskArea, masks ? at : 0, m);
            System.arraycopy(part.maskBox, 0, maskBox, masks ? 4 * at : 0, 4 * m);
            System.arraycopy(part.keypoints, 0, keypoints, point, part.keypointsSize());
            for (int i = 0; i < n && points > 0; i++) {
                keypointsEnd[at + i] = point + part.keypointsEnd(i);
            }
            at += n;
            point += part.keypointsSize();
            part.release();
        }
    }

    /** Ids to rows of the data set. */
    private void join(ResultRows part, int at) {
        Images images = dataset.images();
        Categories categories = dataset.categories();
        long lastImage = 0;
        int lastRow = -1;
        for (int i = 0; i < part.rows(); i++) {
            if (lastRow < 0 || part.image[i] != lastImage) {
                lastImage = part.image[i];
                lastRow = images.indexOf(lastImage);
                if (lastRow < 0) {
                    throw new CocoFormatException(
                            source.name(),
                            at + i,
                            "/" + (at + i) + "/image_id",
                            "there is no image " + JsonText.quoted(dataset.ids().original(lastImage)) + " in "
                                    + dataset.name(),
                            "evaluate results of this data set, and write ids as the data set does");
                }
            }
            image[at + i] = lastRow;
            category[at + i] = categories.indexOf(part.category[i]);
            if (category[at + i] < 0) {
                category[at + i] = unknownCategory(part.category[i]);
            }
        }
    }

    private int unknownCategory(long id) {
        int known = unknown.get(id);
        if (known < 0) {
            known = dataset.categories().size() + unknown.size();
            unknown.put(id, known);
            if (unknown.size() > unknownIds.length) {
                unknownIds = Arrays.copyOf(unknownIds, 2 * unknown.size());
            }
            unknownIds[unknown.size() - 1] = id;
        }
        return known;
    }

    /** Reads a result file in the compatible mode on all processors. */
    public static CocoResults read(Path file, CocoDataset dataset) {
        return read(file, dataset, Strictness.COMPATIBLE);
    }

    /**
     * Reads a result file on all processors.
     *
     * @throws CocoFormatException if it is not one, or not one of this data set
     */
    public static CocoResults read(Path file, CocoDataset dataset, Strictness strictness) {
        try (Workers workers = Workers.ofMachine()) {
            return workers.call(new Callable<CocoResults>() {
                @Override
                public CocoResults call() {
                    ResultReader reader = new ResultReader(MappedFile.open(file), dataset.ids(), workers);
                    reader.read();
                    return reader.results(dataset, strictness);
                }
            });
        }
    }

    /** Reads results that are in memory; {@code name} stands for them in messages. */
    public static CocoResults parse(String name, byte[] json, CocoDataset dataset, Strictness strictness) {
        try (Workers workers = new Workers(1)) {
            ResultReader reader = new ResultReader(new HeapBytes(name, json), dataset.ids(), workers);
            reader.read();
            return reader.results(dataset, strictness);
        }
    }

    /** Builds results in memory. */
    public static ResultBuilder builder(CocoDataset dataset) {
        return new ResultBuilder(dataset);
    }

    /** The data set these belong to. */
    public CocoDataset dataset() {
        return dataset;
    }

    /** The file these were read from, or a name. */
    public String name() {
        return source.name();
    }

    /** What the first result was. */
    public ResultKind kind() {
        return kind;
    }

    /** The mode in which these were read; evaluation follows it. */
    public Strictness strictness() {
        return strictness;
    }

    /** Number of results. */
    public int size() {
        return size;
    }

    /** Row of the image in {@link CocoDataset#images()}. */
    public int image(int row) {
        return image[row];
    }

    /** Row of the category in {@link CocoDataset#categories()}; -1 for one the data set does not have. */
    public int category(int row) {
        int index = category[row];
        return index < dataset.categories().size() ? index : -1;
    }

    /** Id of the category, whether the data set has it or not. */
    public long categoryId(int row) {
        int known = dataset.categories().size();
        int index = category[row];
        return index < known ? dataset.categories().id(index) : unknownIds[index - known];
    }

    /** The confidence. */
    public double score(int row) {
        return score[row];
    }

    /** Coordinate {@code k} of the box x, y, width, height; from the mask or the keypoints if the file has none. */
    public double box(int row, int k) {
        if (kind == ResultKind.KEYPOINTS) {
            return keypointBox(row, k);
        }
        if (has(row, ResultRows.HAS_BOX)) {
            return box[4 * row + k];
        }
        return maskBox.length == 0 ? Double.NaN : maskBox[4 * row + k] & 0xffffffffL;
    }

    /** The area by which unmatched detections are told small from large. */
    public double area(int row) {
        if (kind == ResultKind.MASKS) {
            return maskArea[row] & 0xffffffffL;
        }
        return box(row, 2) * box(row, 3);
    }

    private double keypointBox(int row, int k) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean nan = false;
        for (int i = keypointsStart(row) + (k & 1); i < keypointsEnd[row]; i += 3) {
            nan |= Double.isNaN(keypoints[i]);
            low = Math.min(low, keypoints[i]);
            high = Math.max(high, keypoints[i]);
        }
        return nan ? Double.NaN : k < 2 ? low : high - low;
    }

    /** Whether the box has more than four numbers, which the reference refuses in box evaluation. */
    public boolean hasLongBox(int row) {
        return has(row, ResultRows.LONG_BOX);
    }

    /** How the mask is written. */
    public SegmentationKind maskKind(int row) {
        return maskKind.length == 0 || !has(row, ResultRows.MASK_PRESENT)
                ? SegmentationKind.NONE
                : SegmentationKind.of(maskKind[row]);
    }

    /** Whether the mask's runs cover its image exactly, none but the first being empty. */
    public boolean maskSound(int row) {
        return has(row, ResultRows.MASK_SOUND);
    }

    /** Whether the mask's string cannot be decoded. */
    public boolean maskBroken(int row) {
        return has(row, ResultRows.BAD_MASK);
    }

    /** Foreground pixels of a compressed mask. */
    public long maskArea(int row) {
        return maskArea[row] & 0xffffffffL;
    }

    /** Coordinate {@code k} of a sound compressed mask's box. */
    public int maskBox(int row, int k) {
        return maskBox[4 * row + k];
    }

    /** A decoder for one thread. */
    public SegmentationReader segmentations() {
        return new SegmentationReader(source);
    }

    /** The mask of {@code row}; that of its box if it has none. */
    public Rle mask(int row) {
        return mask(row, segmentations());
    }

    /**
     * The mask of {@code row}, decoded by {@code reader}; that of its box if it has none.
     *
     * @throws IllegalArgumentException if there is none that the reference could use
     */
    public Rle mask(int row, SegmentationReader reader) {
        int h = dataset.images().height(image[row]);
        int w = dataset.images().width(image[row]);
        SegmentationKind written = maskKind(row);
        if (written == SegmentationKind.NONE && kind == ResultKind.BOXES) {
            if (h < 0 || w < 0) {
                throw new IllegalArgumentException("its image has no height and width, which a box's mask needs");
            }
            return Rle.box(box(row, 0), box(row, 1), box(row, 2), box(row, 3), h, w);
        }
        return reader.mask(written, mask.length == 0 ? -1 : mask[row], h, w);
    }

    /** Keypoints x1, y1, v1, x2, …; empty if there are none. */
    public double[] keypoints(int row) {
        return keypointsEnd.length == 0
                ? new double[0]
                : Arrays.copyOfRange(keypoints, keypointsStart(row), keypointsEnd[row]);
    }

    /** Position of the first keypoint number of {@code row} in {@link #keypointData()}. */
    public int keypointsStart(int row) {
        return row == 0 || keypointsEnd.length == 0 ? 0 : keypointsEnd[row - 1];
    }

    /** Position after the last keypoint number of {@code row}. */
    public int keypointsEnd(int row) {
        return keypointsEnd.length == 0 ? 0 : keypointsEnd[row];
    }

    /** The keypoints of all rows in one array, not to be modified. */
    public double[] keypointData() {
        return keypoints;
    }

    boolean has(int row, int bit) {
        return (flags[row] & bit) != 0;
    }
}
