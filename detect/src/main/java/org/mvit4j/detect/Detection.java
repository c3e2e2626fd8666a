package org.mvit4j.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.mask.Rle;

/**
 * One object in a picture.
 *
 * @param box x1, y1, x2, y2 in pixels of the original picture, as float32 like the network's
 * @param classIndex index of the class, 0 to K - 1
 * @param className name of the class
 * @param score confidence, 0 to 1
 * @param softMask the mask before pasting; absent for a detector without masks
 * @param mask the pixels of the object in the original picture; absent for a detector without masks
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Detection(
        float[] box,
        int classIndex,
        String className,
        float score,
        @Nullable SoftMask softMask,
        @Nullable Rle mask) {

    /** Returns the left edge in pixels. */
    public float x() {
        return box[0];
    }

    /** Returns the upper edge in pixels. */
    public float y() {
        return box[1];
    }

    /** Returns the width in pixels. */
    public float width() {
        return box[2] - box[0];
    }

    /** Returns the height in pixels. */
    public float height() {
        return box[3] - box[1];
    }

    /** Returns the pixels as a row-major bitmap of the picture, 1 inside; null for a detector without masks. */
    public byte @Nullable [] bitmap() {
        return mask == null ? null : mask.decode(Rle.Layout.ROW_MAJOR);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Detection d
                && Arrays.equals(box, d.box)
                && classIndex == d.classIndex
                && className.equals(d.className)
                && Float.compare(score, d.score) == 0
                && java.util.Objects.equals(softMask, d.softMask)
                && java.util.Objects.equals(mask, d.mask);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(box) + classIndex;
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%s %.3f at (%.1f, %.1f, %.1f, %.1f)",
                className,
                score,
                box[0],
                box[1],
                box[2],
                box[3]);
    }
}
