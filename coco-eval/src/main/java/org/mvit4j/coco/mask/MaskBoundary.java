package org.mvit4j.coco.mask;

/**
 * The band of a mask along its edge, after B. Cheng et al., "Boundary IoU", 2021: the mask minus the pixels whose whole
 * (2d + 1)² neighbourhood lies inside the image and is set. Columns are bit strings; the erosion is a shrinking of runs
 * down the columns and a sliding AND across them.
 */
public final class MaskBoundary {
    private MaskBoundary() {}

    /** Width of the band in pixels: {@code ratio} times the image diagonal, half to even, at least 1. */
    public static int distance(int height, int width, double ratio) {
        double diagonal = Math.sqrt((double) height * height + (double) width * width);
        return Math.max(1, (int) Math.rint(ratio * diagonal));
    }

    /** The boundary of {@code mask} of width {@code distance}. The mask must be sound. */
    public static Rle of(Rle mask, int distance) {
        if (!mask.sound()) {
            throw new IllegalArgumentException("the runs cover " + mask.total() + " pixels and not the " + mask.height()
                    + "x" + mask.width() + " of the image");
        }
        double[] box = mask.toBbox();
        int left = (int) box[0];
        int columns = (int) box[2];
        if (columns == 0 || box[3] == 0) {
            return mask;
        }
        int h = mask.height();
        int words = (h + 63) >>> 6;
        if ((long) words * columns > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException("the boundary of a mask of this size is not supported");
        }
        long[] set = new long[words * columns];
        long[] shrunk = new long[words * columns];
        int[] runs = mask.raw();
        int at = 0;
        for (int j = 0; j + 1 < runs.length; j += 2) {
            int start = at + runs[j];
            at = start + runs[j + 1];
            int p = start;
            while (p < at) {
                int column = p / h;
                int top = p - column * h;
                int bottom = Math.min(h, at - column * h);
                int word = (column - left) * words;
                fill(set, word, top, bottom);
                p = column * h + bottom;
            }
        }
        shrink(set, shrunk, words, columns, h, distance);
        long[] eroded = across(shrunk, words, columns, distance);
        RunWriter out = new RunWriter();
        boolean previous = false;
        for (int x = 0; x < columns; x++) {
            for (int y = 0; y < h; y++) {
                int word = x * words + (y >>> 6);
                boolean pixel = ((set[word] & ~eroded[word]) >>> y & 1) != 0;
                if (pixel != previous) {
                    out.turn((x + left) * h + y);
                    previous = pixel;
                }
            }
        }
        int end = (left + columns) * h;
        if (previous && end < h * mask.width()) {
            out.turn(end);
        }
        return Rle.owning(h, mask.width(), out.finish(h * mask.width()));
    }

    private static void fill(long[] bits, int word, int from, int to) {
        for (int y = from; y < to; ) {
            int stop = Math.min(to, (y | 63) + 1);
            long ones = stop - y == 64 ? -1L : ((1L << (stop - y)) - 1) << y;
            bits[word + (y >>> 6)] |= ones;
            y = stop;
        }
    }

    /** Every run down a column loses {@code d} pixels at both ends. */
    private static void shrink(long[] set, long[] shrunk, int words, int columns, int h, int d) {
        for (int x = 0; x < columns; x++) {
            int word = x * words;
            int y = 0;
            while (y < h) {
                if ((set[word + (y >>> 6)] >>> y & 1) == 0) {
                    y++;
                    continue;
                }
                int start = y;
                while (y < h && (set[word + (y >>> 6)] >>> y & 1) != 0) {
                    y++;
                }
                if (y - start > 2 * d) {
                    fill(shrunk, word, start + d, y - d);
                }
            }
        }
    }

    /** AND over 2d + 1 columns (van Herk's blocks); columns outside are background. */
    private static long[] across(long[] bits, int words, int columns, int d) {
        int span = 2 * d + 1;
        long[] result = new long[bits.length];
        if (columns < span) {
            return result;
        }
        long[] forward = bits.clone();
        long[] backward = bits.clone();
        for (int x = 1; x < columns; x++) {
            if (x % span != 0) {
                and(forward, x * words, (x - 1) * words, words);
            }
        }
        for (int x = columns - 2; x >= 0; x--) {
            if ((x + 1) % span != 0) {
                and(backward, x * words, (x + 1) * words, words);
            }
        }
        for (int x = d; x + d < columns; x++) {
            System.arraycopy(backward, (x - d) * words, result, x * words, words);
            for (int i = 0; i < words; i++) {
                result[x * words + i] &= forward[(x + d) * words + i];
            }
        }
        return result;
    }

    private static void and(long[] bits, int target, int other, int words) {
        for (int i = 0; i < words; i++) {
            bits[target + i] &= bits[other + i];
        }
    }
}
