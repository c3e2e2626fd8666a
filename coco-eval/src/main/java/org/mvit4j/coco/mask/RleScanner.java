package org.mvit4j.coco.mask;

import org.mvit4j.coco.json.JsonCursor;

/**
 * Area, bounding box and soundness of a compressed mask from its JSON string, without storing it. Runs are decoded into
 * a block and measured a block at a time: two small loops keep what they need in registers, as one large loop cannot.
 */
public final class RleScanner implements JsonCursor.StringScanner {
    private static final int MOST = 1 << 30;
    private static final int QUOTE = '"' - '0';
    private static final int BACKSLASH = '\\' - '0';
    private static final int END = -1;
    private static final int ESCAPE = -2;

    /** The first run, or two already measured after an unused place; then pairs of foreground and background. */
    private final int[] block = new int[1 + 2 * 512];

    private int height = 1;
    private long pixels = -1;

    // of the runs measured so far
    private boolean sound;
    private boolean tall;
    private long first;
    private long last;
    private long total;
    private int area;
    private int row;
    private int top;
    private int bottom;

    /** Prepares for a mask of {@code height * width} pixels. */
    public RleScanner size(long height, long width) {
        boolean usable = height > 0 && width > 0 && height <= MOST && width <= MOST / height;
        this.height = usable ? (int) height : 1;
        pixels = usable ? height * width : -1;
        return this;
    }

    /** Foreground pixels of the last mask, if it is {@link #sound}. */
    public int area() {
        return area;
    }

    /** Whether the runs of the last mask cover the image exactly and none but the first is empty. */
    public boolean sound() {
        return sound;
    }

    /** Writes x, y, width, height of the last mask's box if it is {@link #sound}; zeros if it has no foreground. */
    public void box(int[] target, int at) {
        boolean empty = area == 0;
        int left = (int) (first / height);
        target[at] = empty ? 0 : left;
        target[at + 1] = empty || tall ? 0 : top;
        target[at + 2] = empty ? 0 : (int) ((last - 1) / height) - left + 1;
        target[at + 3] = empty ? 0 : tall ? height : bottom - top;
    }

    @Override
    public int scan(byte[] bytes, int start, int limit) {
        begin();
        int[] run = block;
        boolean whole = true;
        int p = start;
        int n = 0;
        int from = 0;
        while (true) {
            int c = bytes[p++] - '0';
            int value;
            if ((c & ~31) == 0) {
                value = c << 27 >> 27;
            } else if (c == QUOTE) {
                if ((n & 1) == 0) {
                    run[n++] = 0; // the last run is foreground, or there is none
                }
                measure(from, n);
                sound = whole && total == pixels;
                return p;
            } else {
                value = 0;
                int shift = 0;
                while (true) {
                    if ((c & ~63) != 0 || c == BACKSLASH && bytes[p++] != '\\') {
                        return p > limit ? END : ESCAPE;
                    }
                    if (shift < Integer.SIZE) {
                        value |= (c & 31) << shift;
                    }
                    shift += 5;
                    if ((c & 32) == 0) {
                        break;
                    }
                    c = bytes[p++] - '0';
                }
                if ((c & 16) != 0 && shift < Integer.SIZE) {
                    value |= -1 << shift;
                }
                whole &= shift <= 35;
            }
            if (n > 2) {
                value += run[n - 2];
            }
            if (value <= 0) {
                whole &= value == 0 && n == 0;
            }
            run[n++] = value;
            if (n == run.length) {
                measure(from, n);
                run[1] = run[n - 2];
                run[2] = run[n - 1];
                n = 3;
                from = 3;
            }
        }
    }

    private void begin() {
        sound = false;
        tall = false;
        first = 0;
        last = 0;
        total = 0;
        area = 0;
        row = 0;
        top = Integer.MAX_VALUE;
        bottom = 0;
    }

    /** Takes runs {@code from..to} of the block in. What is not {@link #sound} gives nonsense and no more. */
    private void measure(int from, int to) {
        int[] run = block;
        int h = height;
        int i = from;
        if (i == 0) {
            total = run[0];
            first = total;
            row = run[0] % h;
            i = 1;
        }
        int y = row;
        int y0 = top;
        int y1 = bottom;
        int fore = 0;
        long sum = total;
        for (; i < to; i += 2) {
            int front = run[i];
            int back = run[i + 1];
            fore += front;
            last = sum + front;
            sum = last + back;
            int end = y + front;
            if (end <= h) {
                y0 = Math.min(y0, y);
                y1 = Math.max(y1, end);
            } else {
                tall = true;
                end %= h;
            }
            y = end + back;
            if (y >= h) {
                y -= h;
                if (y >= h) {
                    y %= h;
                }
            }
        }
        row = y;
        top = y0;
        bottom = y1;
        area += fore;
        total = sum;
    }
}
