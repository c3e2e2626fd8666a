package org.mvit4j.data.image;

/**
 * The eight ways a camera may have been held, with the values of the EXIF tag 0x0112.
 *
 * <p>{@link #apply} turns stored rows into the picture as seen: {@code upright(x, y) = stored(sx, sy)}.
 */
public enum Orientation {
    NORMAL,
    FLIP_LEFT_RIGHT,
    ROTATE_180,
    FLIP_TOP_BOTTOM,
    TRANSPOSE,
    ROTATE_90_CLOCKWISE,
    TRANSVERSE,
    ROTATE_90_COUNTERCLOCKWISE;

    /** The orientation of a tag value; anything outside 1 to 8 leaves the picture as stored. */
    public static Orientation ofExif(int value) {
        return value >= 1 && value <= 8 ? values()[value - 1] : NORMAL;
    }

    /** Whether width and height change places. */
    public boolean swapsAxes() {
        return ordinal() >= TRANSPOSE.ordinal();
    }

    public RgbImage apply(RgbImage stored) {
        if (this == NORMAL) {
            return stored;
        }
        int w = stored.width();
        int h = stored.height();
        // stored index of upright (0, 0), and its steps along an upright row and column
        int origin = switch (this) {
            case NORMAL, TRANSPOSE -> 0;
            case FLIP_LEFT_RIGHT, ROTATE_90_COUNTERCLOCKWISE -> w - 1;
            case ROTATE_180, TRANSVERSE -> w * h - 1;
            case FLIP_TOP_BOTTOM, ROTATE_90_CLOCKWISE -> (h - 1) * w;
        };
        int alongRow = switch (this) {
            case NORMAL, FLIP_TOP_BOTTOM -> 1;
            case FLIP_LEFT_RIGHT, ROTATE_180 -> -1;
            case TRANSPOSE, ROTATE_90_COUNTERCLOCKWISE -> w;
            case TRANSVERSE, ROTATE_90_CLOCKWISE -> -w;
        };
        int alongColumn = switch (this) {
            case NORMAL, FLIP_LEFT_RIGHT -> w;
            case FLIP_TOP_BOTTOM, ROTATE_180 -> -w;
            case TRANSPOSE, ROTATE_90_CLOCKWISE -> 1;
            case TRANSVERSE, ROTATE_90_COUNTERCLOCKWISE -> -1;
        };
        int outWidth = swapsAxes() ? h : w;
        int outHeight = swapsAxes() ? w : h;
        byte[] from = stored.pixels();
        byte[] to = new byte[from.length];
        int t = 0;
        for (int y = 0; y < outHeight; y++) {
            int f = 3 * (origin + y * alongColumn);
            for (int x = 0; x < outWidth; x++, f += 3 * alongRow, t += 3) {
                to[t] = from[f];
                to[t + 1] = from[f + 1];
                to[t + 2] = from[f + 2];
            }
        }
        return new RgbImage(outWidth, outHeight, to, stored.notes());
    }
}
