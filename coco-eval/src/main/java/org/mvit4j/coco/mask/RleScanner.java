package org.mvit4j.coco.mask;

import org.mvit4j.coco.json.JsonCursor;

/**
 * Area, bounding box and soundness of a compressed mask in one pass over its JSON string, without storing a run.
 */
public final class RleScanner implements JsonCursor.StringScanner {
    private static final int MOST = 1 << 30;

    private int height;
    private long pixels;

    private int area;
    private int left;
    private int top;
    private int right;
    private int bottom;
    private boolean sound;
    private int length;

    /** Prepares for a mask of {@code height * width} pixels. */
    public RleScanner size(long height, long width) {
        boolean usable = height > 0 && width > 0 && height <= MOST && width <= MOST / height;
        this.height = usable ? (int) height : 0;
        pixels = usable ? height * width : -1;
        return this;
    }

    /** Foreground pixels of the last mask, modulo 2^32 as the reference has it. */
    public long area() {
        return area & 0xffffffffL;
    }

    /**
     * Whether the runs of the last mask cover the image exactly and none but the first is empty; only then is the box
     * meaningful.
     */
    public boolean sound() {
        return sound;
    }

    /** Number of runs of the last mask. */
    public int runs() {
        return length;
    }

    /** Writes x, y, width, height of the last mask's box, zeros if it is empty. */
    public void box(int[] target, int at) {
        boolean empty = area == 0;
        target[at] = empty ? 0 : left;
        target[at + 1] = empty ? 0 : top;
        target[at + 2] = empty ? 0 : right - left + 1;
        target[at + 3] = empty ? 0 : bottom - top + 1;
    }

    @Override
    public int scan(byte[] bytes, int start, int limit) {
        int h = height;
        int p = start;
        int count = 0;
        int before = 0; // run count - 1
        int twoBefore = 0; // run count - 2
        long total = 0;
        int fore = 0;
        boolean clean = h > 0;
        int x = 0; // column and row of the next run's first pixel
        int y = 0;
        int x0 = -1;
        int x1 = 0;
        int y0 = Integer.MAX_VALUE;
        int y1 = -1;
        while (true) {
            int value = 0;
            int shift = 0;
            int c;
            do {
                c = bytes[p++];
                if (c == '\\') {
                    c = bytes[p++];
                    if (c != '\\') {
                        return p > limit ? -1 : -2;
                    }
                } else if (c < '0' || c > 'o') {
                    if (c == '"' && shift == 0) {
                        area = fore;
                        left = x0;
                        top = y0;
                        right = x1;
                        bottom = y1;
                        length = count;
                        sound = clean && total == pixels;
                        return p;
                    }
                    return p > limit ? -1 : -2;
                }
                c -= '0';
                if (shift < 32) {
                    value |= (c & 31) << shift;
                }
                shift += 5;
            } while ((c & 32) != 0);
            if ((c & 16) != 0 && shift < 32) {
                value |= -1 << shift;
            }
            clean &= shift <= 35;
            if (count > 2) {
                value += twoBefore;
            }
            twoBefore = before;
            before = value;
            total += value & 0xffffffffL;
            boolean foreground = (count & 1) != 0;
            if (foreground) {
                fore += value;
            }
            if (count > 0 && value == 0 || total > pixels) {
                clean = false;
            }
            count++;
            if (clean) {
                int end = y + value;
                if (foreground) {
                    if (x0 < 0) {
                        x0 = x;
                    }
                    if (end <= h) {
                        y0 = Math.min(y0, y);
                        y1 = Math.max(y1, end - 1);
                        x1 = x;
                    } else {
                        y0 = 0;
                        y1 = h - 1;
                        x1 = x + (end - 1) / h;
                    }
                }
                if (end >= h) {
                    if (end < 2 * h) {
                        x++;
                        end -= h;
                    } else {
                        x += end / h;
                        end %= h;
                    }
                }
                y = end;
            }
        }
    }
}
