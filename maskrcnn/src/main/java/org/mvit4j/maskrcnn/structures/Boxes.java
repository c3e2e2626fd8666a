package org.mvit4j.maskrcnn.structures;

import java.util.Arrays;

/**
 * {@code n} axis-aligned boxes as one flat array {@code x1, y1, x2, y2, x1, y1, …} of absolute pixels.
 *
 * <p>All arithmetic is float32, in the order in which the reference computes it. The array is neither copied nor
 * guarded: whoever hands it over stops writing to it.
 *
 * @param xyxy {@code 4 n} coordinates
 */
@SuppressWarnings("ArrayRecordComponent") // a view on numbers, compared by identity
public record Boxes(float[] xyxy) {
    /** No boxes. */
    public static final Boxes EMPTY = new Boxes(new float[0]);

    /** Refuses arrays that do not hold whole boxes. */
    public Boxes {
        if (xyxy.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "boxes need 4 numbers each (x1, y1, x2, y2), but " + xyxy.length + " numbers were given");
        }
    }

    /** Boxes from rows of four numbers. */
    public static Boxes of(float[]... rows) {
        var xyxy = new float[4 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != 4) {
                throw new IllegalArgumentException("box " + i + " has " + rows[i].length + " numbers instead of 4");
            }
            System.arraycopy(rows[i], 0, xyxy, 4 * i, 4);
        }
        return new Boxes(xyxy);
    }

    /** The boxes of {@code first} followed by those of {@code second}. */
    public static Boxes concat(Boxes first, Boxes second) {
        var xyxy = Arrays.copyOf(first.xyxy, first.xyxy.length + second.xyxy.length);
        System.arraycopy(second.xyxy, 0, xyxy, first.xyxy.length, second.xyxy.length);
        return new Boxes(xyxy);
    }

    /** Number of boxes. */
    public int count() {
        return xyxy.length / 4;
    }

    /** Left edge of box {@code i}. */
    public float x1(int i) {
        return xyxy[4 * i];
    }

    /** Upper edge of box {@code i}. */
    public float y1(int i) {
        return xyxy[4 * i + 1];
    }

    /** Right edge of box {@code i}. */
    public float x2(int i) {
        return xyxy[4 * i + 2];
    }

    /** Lower edge of box {@code i}. */
    public float y2(int i) {
        return xyxy[4 * i + 3];
    }

    /** {@code (x2 - x1) (y2 - y1)}: negative or NaN coordinates are not repaired. */
    public float area(int i) {
        return (x2(i) - x1(i)) * (y2(i) - y1(i));
    }

    /** Whether box {@code i} is wider and higher than zero. */
    public boolean isNonEmpty(int i) {
        return x2(i) - x1(i) > 0 && y2(i) - y1(i) > 0;
    }

    /** Whether all four coordinates of box {@code i} are finite. */
    public boolean isFinite(int i) {
        return Float.isFinite(x1(i)) && Float.isFinite(y1(i)) && Float.isFinite(x2(i)) && Float.isFinite(y2(i));
    }

    /** Every coordinate moved into {@code [0, width]} or {@code [0, height]}; NaN stays NaN. */
    public Boxes clip(ImageSize size) {
        var clipped = new float[xyxy.length];
        for (int i = 0; i < xyxy.length; i++) {
            clipped[i] = Math.max(0f, Math.min(xyxy[i], (i & 1) == 0 ? size.width() : size.height()));
        }
        return new Boxes(clipped);
    }

    /** Coordinates multiplied by {@code sx} and {@code sy}. */
    public Boxes scale(float sx, float sy) {
        var scaled = new float[xyxy.length];
        for (int i = 0; i < xyxy.length; i++) {
            scaled[i] = xyxy[i] * ((i & 1) == 0 ? sx : sy);
        }
        return new Boxes(scaled);
    }

    /** The boxes at {@code indices}, in that order. */
    public Boxes select(int... indices) {
        var selected = new float[4 * indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(xyxy, 4 * indices[i], selected, 4 * i, 4);
        }
        return new Boxes(selected);
    }

    /** Indices of the boxes that {@link #isNonEmpty} accepts, ascending. */
    public int[] nonEmpty() {
        var kept = new int[count()];
        int n = 0;
        for (int i = 0; i < kept.length; i++) {
            if (isNonEmpty(i)) {
                kept[n++] = i;
            }
        }
        return Arrays.copyOf(kept, n);
    }
}
