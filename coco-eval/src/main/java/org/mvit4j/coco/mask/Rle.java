package org.mvit4j.coco.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A binary mask as run lengths: background, foreground, background … over pixels in column-major order (index {@code x *
 * height + y}), each run an unsigned 32-bit count. Immutable. Equal to pycocotools' {@code mask} module on every mask
 * that it can process, and an exception where that module would hang or read foreign memory.
 */
public final class Rle {
    /** Order of the pixels of a decoded mask. */
    public enum Layout {
        /** Index {@code x * height + y}, as COCO and Fortran arrays have it. */
        COLUMN_MAJOR,
        /** Index {@code y * width + x}, as images and tensors have it. */
        ROW_MAJOR
    }

    private final int height;
    private final int width;
    private final int[] counts;

    private Rle(int height, int width, int[] counts) {
        if (height < 0 || width < 0 || (long) height * width > 0xffffffffL) {
            throw new IllegalArgumentException(
                    "a mask of " + height + "x" + width + " pixels is not supported; at most 2^32 - 1 pixels are");
        }
        this.height = height;
        this.width = width;
        this.counts = counts;
    }

    // ---- making ----------------------------------------------------------------------------------------------------

    /** A mask from its runs, which are taken as they are, even if they do not cover the image. */
    public static Rle ofRuns(int height, int width, int[] counts) {
        return new Rle(height, width, counts.clone());
    }

    static Rle owning(int height, int width, int[] counts) {
        return new Rle(height, width, counts);
    }

    /** A mask without foreground. */
    public static Rle empty(int height, int width) {
        return new Rle(height, width, new int[] {(int) ((long) height * width)});
    }

    /**
     * Encodes a byte mask of {@code height * width} pixels. As in the reference a run ends where the byte changes, so
     * use two values only; the first run is the one of zeros.
     */
    public static Rle ofMask(byte[] mask, int height, int width, Layout layout) {
        check(mask.length, height, width);
        RunWriter runs = new RunWriter();
        byte previous = 0;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                byte pixel = mask[layout == Layout.COLUMN_MAJOR ? x * height + y : y * width + x];
                if (pixel != previous) {
                    runs.turn(x * height + y);
                    previous = pixel;
                }
            }
        }
        return new Rle(height, width, runs.finish(height * width));
    }

    /** Encodes a boolean mask of {@code height * width} pixels. */
    public static Rle ofMask(boolean[] mask, int height, int width, Layout layout) {
        check(mask.length, height, width);
        RunWriter runs = new RunWriter();
        boolean previous = false;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                boolean pixel = mask[layout == Layout.COLUMN_MAJOR ? x * height + y : y * width + x];
                if (pixel != previous) {
                    runs.turn(x * height + y);
                    previous = pixel;
                }
            }
        }
        return new Rle(height, width, runs.finish(height * width));
    }

    /** Encodes a packed mask; bits beyond the image are ignored. */
    public static Rle ofMask(BitSet mask, int height, int width, Layout layout) {
        check((long) height * width, height, width);
        RunWriter runs = new RunWriter();
        if (layout == Layout.COLUMN_MAJOR) {
            int pixels = height * width;
            int start = mask.nextSetBit(0);
            while (start >= 0 && start < pixels) {
                int end = Math.min(pixels, mask.nextClearBit(start));
                runs.turn(start);
                if (end < pixels) {
                    runs.turn(end);
                }
                start = mask.nextSetBit(end);
            }
        } else {
            boolean previous = false;
            for (int x = 0; x < width; x++) {
                for (int y = 0; y < height; y++) {
                    boolean pixel = mask.get(y * width + x);
                    if (pixel != previous) {
                        runs.turn(x * height + y);
                        previous = pixel;
                    }
                }
            }
        }
        return new Rle(height, width, runs.finish(height * width));
    }

    private static void check(long pixels, int height, int width) {
        if (height < 0 || width < 0 || pixels != (long) height * width || pixels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a mask of " + height + "x" + width + " pixels cannot come from " + pixels + " values");
        }
    }

    /** Reads a compressed string; see {@link RleString}. */
    public static Rle parse(String counts, int height, int width) {
        byte[] bytes = counts.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length, height, width);
    }

    /** Reads a slice of a compressed string. */
    public static Rle parse(byte[] bytes, int start, int end, int height, int width) {
        return new Rle(height, width, RleString.parse(bytes, start, end));
    }

    /**
     * Fills one ring {@code x1, y1, x2, y2, …} by the even-odd rule, as the reference rasterises it.
     *
     * @throws IllegalArgumentException if a coordinate is not finite or beyond ±4e8
     */
    public static Rle polygon(double[] ring, int height, int width) {
        return new PolygonRaster().fill(ring, ring.length / 2, height, width);
    }

    /** The union of several rings, which is what a polygon annotation means. */
    public static Rle polygons(List<double[]> rings, int height, int width) {
        PolygonRaster raster = new PolygonRaster();
        Rle[] masks = new Rle[rings.size()];
        for (int i = 0; i < masks.length; i++) {
            double[] ring = rings.get(i);
            masks[i] = raster.fill(ring, ring.length / 2, height, width);
        }
        return masks.length == 0 ? empty(height, width) : merge(Arrays.asList(masks), false);
    }

    /** The mask of a box in absolute coordinates. */
    public static Rle box(double x, double y, double w, double h, int height, int width) {
        return polygon(new double[] {x, y, x, y + h, x + w, y + h, x + w, y}, height, width);
    }

    // ---- reading ---------------------------------------------------------------------------------------------------

    /** Height of the image in pixels. */
    public int height() {
        return height;
    }

    /** Width of the image in pixels. */
    public int width() {
        return width;
    }

    /** Number of runs. */
    public int runs() {
        return counts.length;
    }

    /** Length of run {@code index}. */
    public long run(int index) {
        return counts[index] & 0xffffffffL;
    }

    /** The runs, as unsigned ints. */
    public int[] counts() {
        return counts.clone();
    }

    int[] raw() {
        return counts;
    }

    /** Whether the runs cover the image exactly and none but the first is empty. */
    public boolean sound() {
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += run(i);
            if (i > 0 && counts[i] == 0) {
                return false;
            }
        }
        return total == (long) height * width;
    }

    /** Sum of all runs; height times width for a sound mask. */
    public long total() {
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += run(i);
        }
        return total;
    }

    /** Foreground pixels, modulo 2^32 as in the reference. */
    public long area() {
        int area = 0;
        for (int i = 1; i < counts.length; i += 2) {
            area += counts[i];
        }
        return area & 0xffffffffL;
    }

    /**
     * The tight box x, y, width, height of the foreground, zeros for an empty mask. For runs that do not fit the image
     * the reference's answer, in 32-bit arithmetic.
     */
    public double[] toBbox() {
        if (height == 0 || counts.length < 2) {
            return new double[4];
        }
        int xs = width;
        int ys = height;
        int xe = 0;
        int ye = 0;
        int at = 0;
        for (int j = 0; j + 1 < counts.length; j += 2) {
            int start = at + counts[j];
            at = start + counts[j + 1];
            if (counts[j + 1] == 0) {
                continue;
            }
            int x0 = Integer.divideUnsigned(start, height);
            int x1 = Integer.divideUnsigned(at - 1, height);
            xs = lower(xs, x0);
            xe = higher(xe, x1);
            if (Integer.compareUnsigned(x0, x1) < 0) {
                ys = 0;
                ye = height - 1;
            } else {
                ys = lower(ys, Integer.remainderUnsigned(start, height));
                ye = higher(ye, Integer.remainderUnsigned(at - 1, height));
            }
        }
        return new double[] {
            xs & 0xffffffffL, ys & 0xffffffffL, (xe - xs + 1) & 0xffffffffL, (ye - ys + 1) & 0xffffffffL
        };
    }

    private static int lower(int a, int b) {
        return Integer.compareUnsigned(b, a) < 0 ? b : a;
    }

    private static int higher(int a, int b) {
        return Integer.compareUnsigned(b, a) > 0 ? b : a;
    }

    /**
     * The mask as bytes 0 and 1. Pixels that no run covers are 0.
     *
     * @throws IllegalArgumentException if the runs exceed the image, or the image exceeds 2^31 - 1 pixels
     */
    public byte[] decode(Layout layout) {
        long pixels = (long) height * width;
        if (total() > pixels) {
            throw new IllegalArgumentException(
                    "the runs cover " + total() + " pixels, more than the " + height + "x" + width + " of the image");
        }
        if (pixels > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(height + "x" + width + " pixels do not fit into an array");
        }
        byte[] mask = new byte[(int) pixels];
        int at = 0;
        for (int j = 0; j < counts.length; j++) {
            int end = at + counts[j];
            if ((j & 1) != 0) {
                if (layout == Layout.COLUMN_MAJOR) {
                    Arrays.fill(mask, at, end, (byte) 1);
                } else {
                    for (int i = at; i < end; i++) {
                        mask[i % height * width + i / height] = 1;
                    }
                }
            }
            at = end;
        }
        return mask;
    }

    /** The compressed string of the reference, alphabet {@code 0} to {@code o}. */
    public String toCompressedString() {
        return RleString.write(counts);
    }

    // ---- combining -------------------------------------------------------------------------------------------------

    /**
     * Union, or intersection, of masks. None gives a 0×0 mask, as does any difference in size.
     *
     * @throws IllegalArgumentException if the totals of two masks differ, which hangs the reference
     */
    public static Rle merge(List<Rle> masks, boolean intersect) {
        if (masks.isEmpty()) {
            return new Rle(0, 0, new int[0]);
        }
        Rle merged = masks.get(0);
        for (int i = 1; i < masks.size(); i++) {
            Rle next = masks.get(i);
            if (next.height != merged.height || next.width != merged.width) {
                return new Rle(0, 0, new int[0]);
            }
            merged = merged.merge(next, intersect);
        }
        return merged;
    }

    private Rle merge(Rle other, boolean intersect) {
        requireRuns(other);
        int[] out = new int[counts.length + other.counts.length + 1];
        int ca = counts[0];
        int cb = other.counts[0];
        int a = 1;
        int b = 1;
        int m = 0;
        boolean va = false;
        boolean vb = false;
        boolean v = false;
        int run = 0;
        boolean more = true;
        while (more) {
            int c = lower(ca, cb);
            boolean moved = c != 0;
            run += c;
            ca -= c;
            if (ca == 0 && a < counts.length) {
                ca = counts[a++];
                va = !va;
                moved = true;
            }
            cb -= c;
            if (cb == 0 && b < other.counts.length) {
                cb = other.counts[b++];
                vb = !vb;
                moved = true;
            }
            more = ca + cb != 0;
            boolean before = v;
            v = intersect ? va && vb : va || vb;
            if (v != before || !more) {
                out[m++] = run;
                run = 0;
            }
            if (more && !moved) {
                throw totalsDiffer(other);
            }
        }
        return new Rle(height, width, Arrays.copyOf(out, m));
    }

    private void requireRuns(Rle other) {
        if (counts.length == 0 || other.counts.length == 0) {
            throw new IllegalArgumentException("a mask without runs cannot be combined with another");
        }
    }

    private IllegalArgumentException totalsDiffer(Rle other) {
        return new IllegalArgumentException(
                "the runs of two masks of one size cover " + total() + " and " + other.total() + " pixels");
    }

    /**
     * Overlap of detection {@code detected} with {@code truth}: intersection over union, or over the detection's area
     * if {@code crowd}. 0 unless the masks' boxes overlap; then -1 if the sizes differ.
     *
     * @throws IllegalArgumentException if the totals of the two masks differ, which hangs the reference
     */
    public static double iou(Rle detected, Rle truth, boolean crowd) {
        double[] d = detected.toBbox();
        double[] g = truth.toBbox();
        double boxes = BoxIou.of(d[0], d[1], d[2], d[3], g[0], g[1], g[2], g[3], crowd);
        if (!(boxes > 0)) {
            return boxes;
        }
        if (detected.height != truth.height || detected.width != truth.width) {
            return -1;
        }
        return detected.overlap(truth, crowd);
    }

    /** The reference's walk over both masks' runs, stopping where it would not. */
    private double overlap(Rle truth, boolean crowd) {
        requireRuns(truth);
        int ca = counts[0];
        int cb = truth.counts[0];
        int a = 1;
        int b = 1;
        boolean va = false;
        boolean vb = false;
        int both = 0;
        int either = 0;
        boolean more = true;
        while (more) {
            int c = lower(ca, cb);
            boolean moved = c != 0;
            if (va || vb) {
                either += c;
                if (va && vb) {
                    both += c;
                }
            }
            ca -= c;
            if (ca == 0 && a < counts.length) {
                ca = counts[a++];
                va = !va;
                moved = true;
            }
            cb -= c;
            if (cb == 0 && b < truth.counts.length) {
                cb = truth.counts[b++];
                vb = !vb;
                moved = true;
            }
            more = ca + cb != 0;
            if (more && !moved) {
                throw totalsDiffer(truth);
            }
        }
        if (both == 0) {
            return 0;
        }
        long union = crowd ? area() : either & 0xffffffffL;
        return (double) (both & 0xffffffffL) / (double) union;
    }

    /** Overlaps of all pairs: {@code [detection][truth]}. */
    public static double[][] iou(List<Rle> detected, List<Rle> truth, boolean[] crowd) {
        if (crowd.length != truth.size()) {
            throw new IllegalArgumentException(
                    "crowd has " + crowd.length + " flags for " + truth.size() + " masks of ground truth");
        }
        double[][] iou = new double[detected.size()][truth.size()];
        for (int d = 0; d < iou.length; d++) {
            for (int g = 0; g < crowd.length; g++) {
                iou[d][g] = iou(detected.get(d), truth.get(g), crowd[g]);
            }
        }
        return iou;
    }

    /** The part of the mask within {@code ratio} image diagonals of its edge; see {@link MaskBoundary}. */
    public Rle boundary(double ratio) {
        return MaskBoundary.of(this, MaskBoundary.distance(height, width, ratio));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rle that
                && height == that.height
                && width == that.width
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Rle[" + height + "x" + width + ", " + counts.length + " runs, area " + area() + "]";
    }
}
