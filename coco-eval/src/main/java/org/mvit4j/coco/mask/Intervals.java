package org.mvit4j.coco.mask;

/** The foreground of a sound mask as intervals of pixel indices, for fast intersections. */
public final class Intervals {
    private final int[] bounds;

    /** The intervals of a sound mask. */
    public Intervals(Rle mask) {
        int[] runs = mask.raw();
        bounds = new int[runs.length & ~1];
        int at = 0;
        for (int i = 0; i < bounds.length; i++) {
            at += runs[i];
            bounds[i] = at;
        }
    }

    /** Number of pixels in both masks. */
    public long common(Intervals other) {
        int[] p = bounds;
        int[] q = other.bounds;
        int i = 0;
        int j = 0;
        long common = 0;
        while (i < p.length && j < q.length) {
            int start = Math.max(p[i], q[j]);
            int end = Math.min(p[i + 1], q[j + 1]);
            if (start < end) {
                common += end - start;
            }
            if (p[i + 1] < q[j + 1]) {
                i += 2;
            } else {
                j += 2;
            }
        }
        return common;
    }
}
