package org.mvit4j.coco.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.coco.json.ByteSource;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;
import org.mvit4j.coco.mask.PolygonRaster;
import org.mvit4j.coco.mask.Rle;

/**
 * Decodes segmentations where they lie. Raises IllegalArgumentException with the fact where the reference raises; the
 * caller knows the record. One reader belongs to one thread.
 */
public final class SegmentationReader {
    private static final int MOST_RUNS = 1 << 26;

    private final JsonCursor cursor;
    private final FieldReader fields;
    private final PolygonRaster raster = new PolygonRaster();

    SegmentationReader(ByteSource source) {
        cursor = new JsonCursor(source, 1 << 13);
        fields = new FieldReader(cursor);
    }

    /** The mask at {@code position}, drawn into {@code height * width} pixels if it is made of polygons. */
    Rle mask(SegmentationKind kind, long position, int height, int width) {
        try {
            switch (kind) {
                case POLYGONS:
                    return polygonMask(position, height, width);
                case COMPRESSED:
                case RUNS:
                    cursor.seek(position);
                    fields.segmentation();
                    return kind == SegmentationKind.RUNS ? runs() : compressed();
                case NONE:
                    throw new IllegalArgumentException("segmentation is missing");
                default:
                    throw new IllegalArgumentException("segmentation is neither polygons nor an RLE object");
            }
        } catch (JsonFault e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Rle polygonMask(long position, int height, int width) {
        if (height < 0 || width < 0) {
            throw new IllegalArgumentException("its image has no height and width, which a polygon needs");
        }
        cursor.seek(position);
        if (!cursor.enterArray()) {
            throw new IllegalArgumentException("segmentation is an empty list");
        }
        Rle first = ring(true, height, width);
        if (!cursor.moreElements()) {
            return first;
        }
        List<Rle> rings = new ArrayList<>();
        rings.add(first);
        do {
            rings.add(ring(false, height, width));
        } while (cursor.moreElements());
        return Rle.merge(rings, false);
    }

    private Rle ring(boolean first, int height, int width) {
        int count = fields.numbers();
        if (count < 0) {
            throw new IllegalArgumentException("a polygon is not a list of numbers");
        }
        if (first && count <= 4) {
            throw new IllegalArgumentException("its first polygon has " + count + " numbers; at least 6 are needed");
        }
        return raster.fill(fields.values(), count / 2, height, width);
    }

    /**
     * A polygon.
     *
     * @param xy x1, y1, x2, y2, …
     * @param integers whether all numbers are written as integers
     */
    @SuppressWarnings("ArrayRecordComponent") // a view on numbers, compared by identity
    public record Ring(double[] xy, boolean integers) {}

    /** The rings of the polygons at {@code position}, and how they are written. */
    List<Ring> rings(long position) {
        List<Ring> rings = new ArrayList<>();
        cursor.seek(position);
        for (boolean more = cursor.enterArray(); more; more = cursor.moreElements()) {
            int count = fields.numbers();
            if (count < 0) {
                throw new IllegalArgumentException("a polygon is not a list of numbers");
            }
            rings.add(new Ring(Arrays.copyOf(fields.values(), count), fields.integers()));
        }
        return rings;
    }

    /** The rings of the polygons at {@code position}. */
    List<double[]> polygons(long position) {
        List<double[]> rings = new ArrayList<>();
        cursor.seek(position);
        for (boolean more = cursor.enterArray(); more; more = cursor.moreElements()) {
            int count = fields.numbers();
            if (count < 0) {
                throw new IllegalArgumentException("a polygon is not a list of numbers");
            }
            rings.add(Arrays.copyOf(fields.values(), count));
        }
        return rings;
    }

    private Rle compressed() {
        cursor.seek(fields.countsAt);
        String counts = cursor.string();
        return Rle.parse(counts, (int) fields.maskHeight, (int) fields.maskWidth);
    }

    private Rle runs() {
        cursor.seek(fields.countsAt);
        int[] runs = new int[64];
        int count = 0;
        for (boolean more = cursor.enterArray(); more; more = cursor.moreElements()) {
            if (!cursor.atNumber()) {
                throw new IllegalArgumentException("a run is not a number");
            }
            double run = cursor.number();
            if (!(run >= 0 && run <= 0xffffffffL && run == Math.rint(run))) {
                throw new IllegalArgumentException("a run is not a whole number from 0 to 2^32 - 1");
            }
            if (count == runs.length) {
                if (count >= MOST_RUNS) {
                    throw new IllegalArgumentException("a mask has more than " + MOST_RUNS + " runs");
                }
                runs = Arrays.copyOf(runs, 2 * count);
            }
            runs[count++] = (int) (long) run;
        }
        return Rle.ofRuns((int) fields.maskHeight, (int) fields.maskWidth, Arrays.copyOf(runs, count));
    }
}
