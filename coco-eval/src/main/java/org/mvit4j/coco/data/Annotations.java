package org.mvit4j.coco.data;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.json.ByteSource;
import org.mvit4j.coco.mask.Rle;

/** The ground-truth annotations of a data set as columns, in file order. */
public final class Annotations {
    private final IdSpace space;
    private final Images images;
    private final ByteSource source;
    private final int size;
    private final long[] id;
    private final long[] image;
    private final long[] category;
    private final double[] box;
    private final double[] area;
    private final short[] flags;
    private final byte[] kind;
    private final long[] mask;
    private final int[] keypointsEnd;
    private final double[] keypoints;
    private final int[] keypointCount;
    private volatile int @Nullable [] last;

    Annotations(IdSpace space, Images images, ByteSource source, List<AnnotationRows> parts) {
        this.space = space;
        this.images = images;
        this.source = source;
        int rows = 0;
        int points = 0;
        for (AnnotationRows part : parts) {
            rows = Math.addExact(rows, part.rows());
            points = Math.addExact(points, part.keypointsSize);
        }
        size = rows;
        id = new long[rows];
        image = new long[rows];
        category = new long[rows];
        box = new double[Math.multiplyExact(4, rows)];
        area = new double[rows];
        flags = new short[rows];
        kind = new byte[rows];
        mask = new long[rows];
        keypointsEnd = new int[rows];
        keypointCount = new int[rows];
        keypoints = new double[points];
        int at = 0;
        int point = 0;
        for (AnnotationRows part : parts) {
            int n = part.rows();
            System.arraycopy(part.id, 0, id, at, n);
            System.arraycopy(part.image, 0, image, at, n);
            System.arraycopy(part.category, 0, category, at, n);
            System.arraycopy(part.box, 0, box, 4 * at, 4 * n);
            System.arraycopy(part.area, 0, area, at, n);
            System.arraycopy(part.flags, 0, flags, at, n);
            System.arraycopy(part.kind, 0, kind, at, n);
            System.arraycopy(part.mask, 0, mask, at, n);
            System.arraycopy(part.keypointCount, 0, keypointCount, at, n);
            System.arraycopy(part.keypoints, 0, keypoints, point, part.keypointsSize);
            for (int i = 0; i < n; i++) {
                keypointsEnd[at + i] = part.keypointsEnd[i] + point;
            }
            at += n;
            point += part.keypointsSize;
        }
    }

    /** Number of annotations. */
    public int size() {
        return size;
    }

    /** Id of annotation {@code row}. */
    public long id(int row) {
        return id[row];
    }

    /** The id as the file has it. */
    public Object originalId(int row) {
        return space.original(id[row]);
    }

    /** Id of the annotation's image. */
    public long imageId(int row) {
        return image[row];
    }

    /** Id of the annotation's category. */
    public long categoryId(int row) {
        return category[row];
    }

    /** Whether the annotation has a box of four numbers. */
    public boolean hasBox(int row) {
        return has(row, AnnotationRows.HAS_BOX);
    }

    /** Coordinate {@code k} of the box x, y, width, height. */
    public double box(int row, int k) {
        return box[4 * row + k];
    }

    /** The box x, y, width, height. */
    public double[] box(int row) {
        return Arrays.copyOfRange(box, 4 * row, 4 * row + 4);
    }

    /** Whether the four numbers of the box are all written as integers, without a decimal point or an exponent. */
    public boolean hasIntegerBox(int row) {
        return has(row, AnnotationRows.INTEGER_BOX);
    }

    /** Whether the annotation has an area. */
    public boolean hasArea(int row) {
        return has(row, AnnotationRows.HAS_AREA);
    }

    /** The area as the file gives it; never computed. NaN if missing. */
    public double area(int row) {
        return area[row];
    }

    /** Whether {@code iscrowd} is there and can be read as a number. */
    public boolean hasCrowdFlag(int row) {
        return has(row, AnnotationRows.HAS_CROWD);
    }

    /** Whether the annotation is a crowd region. */
    public boolean isCrowd(int row) {
        return has(row, AnnotationRows.CROWD_ABSORBS);
    }

    /** Whether the value of {@code iscrowd} is true to Python, which makes the annotation ignored. */
    public boolean crowdIgnores(int row) {
        return has(row, AnnotationRows.CROWD_IGNORES);
    }

    /** The file's {@code ignore}; only LVIS and boundary evaluation honour it. */
    public boolean ignore(int row) {
        return has(row, AnnotationRows.IGNORE);
    }

    /** Whether the id is 0, so that the reference takes a matched detection for unmatched. */
    public boolean zeroId(int row) {
        return has(row, AnnotationRows.ZERO_ID);
    }

    /** Whether the id cannot be used as a number. */
    public boolean badId(int row) {
        return has(row, AnnotationRows.BAD_ID);
    }

    /** Whether {@code num_keypoints} is there. */
    public boolean hasKeypointCount(int row) {
        return has(row, AnnotationRows.HAS_KEYPOINT_COUNT);
    }

    /** The value of {@code num_keypoints}, 0 if missing. */
    public int keypointCount(int row) {
        return keypointCount[row];
    }

    /** Whether {@code num_keypoints} is 0. */
    public boolean noKeypoints(int row) {
        return has(row, AnnotationRows.NO_KEYPOINTS);
    }

    /** Whether there is a list of keypoints. */
    public boolean hasKeypoints(int row) {
        return has(row, AnnotationRows.HAS_KEYPOINTS);
    }

    /** Keypoints x1, y1, v1, x2, …; empty if there are none. */
    public double[] keypoints(int row) {
        return Arrays.copyOfRange(keypoints, keypointsStart(row), keypointsEnd[row]);
    }

    /** Position of the first keypoint number of {@code row} in {@link #keypointData()}. */
    public int keypointsStart(int row) {
        return row == 0 ? 0 : keypointsEnd[row - 1];
    }

    /** Position after the last keypoint number of {@code row}. */
    public int keypointsEnd(int row) {
        return keypointsEnd[row];
    }

    /** The keypoints of all rows in one array, not to be modified. */
    public double[] keypointData() {
        return keypoints;
    }

    /** How the segmentation is written. */
    public SegmentationKind segmentationKind(int row) {
        return SegmentationKind.of(kind[row]);
    }

    /** A decoder for one thread. */
    public SegmentationReader segmentations() {
        return new SegmentationReader(source);
    }

    /** The rings of a polygon segmentation. */
    public List<double[]> polygons(int row) {
        return polygons(row, segmentations());
    }

    /** The rings of a polygon segmentation, decoded by {@code reader}. */
    public List<double[]> polygons(int row, SegmentationReader reader) {
        return reader.polygons(mask[row]);
    }

    /** The rings of a polygon segmentation and how each is written, decoded by {@code reader}. */
    public List<SegmentationReader.Ring> rings(int row, SegmentationReader reader) {
        return reader.rings(mask[row]);
    }

    /** The mask of {@code row}. */
    public Rle mask(int row) {
        return mask(row, segmentations());
    }

    /**
     * The mask of {@code row}, decoded by {@code reader}.
     *
     * @throws IllegalArgumentException if there is none that the reference could use
     */
    public Rle mask(int row, SegmentationReader reader) {
        int i = images.indexOf(image[row]);
        return reader.mask(
                SegmentationKind.of(kind[row]), mask[row], i < 0 ? -1 : images.height(i), i < 0 ? -1 : images.width(i));
    }

    /**
     * For each row the last row of the same id, which stands for all of them in the reference; null if ids are unique,
     * as they should be.
     */
    public int @Nullable [] lastOfSameId() {
        int[] known = last;
        if (known == null) {
            known = findLast(); // two threads may both do it; the results are equal
            last = known;
        }
        return known.length == 0 ? null : known;
    }

    private int[] findLast() {
        LongIntMap seen = new LongIntMap();
        boolean repeated = false;
        for (int row = 0; row < size; row++) {
            repeated |= seen.put(id[row], row) >= 0;
        }
        if (!repeated) {
            return new int[0];
        }
        int[] rows = new int[size];
        for (int row = 0; row < size; row++) {
            rows[row] = seen.get(id[row]);
        }
        return rows;
    }

    private boolean has(int row, int bit) {
        return (flags[row] & bit) != 0;
    }
}
