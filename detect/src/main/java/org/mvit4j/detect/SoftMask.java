package org.mvit4j.detect;

import java.util.Arrays;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.mask.MaskPaste;

/**
 * The mask of one detection as the network gives it: probabilities on a square grid that covers the box.
 *
 * @param side cells per side, 28 for the published models
 * @param values probabilities, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // shared, compared by content below
public record SoftMask(int side, float[] values) {

    public SoftMask {
        if (values.length != side * side) {
            throw new IllegalArgumentException("a mask of side " + side + " cannot have " + values.length + " values");
        }
    }

    /**
     * Pastes the mask into an image: bilinear in the box, a pixel belongs to the mask from probability 0.5 on.
     *
     * @param box x1, y1, x2, y2 in pixels
     */
    public Rle paste(float[] box, int height, int width) {
        return MaskPaste.paste(values, side, box, height, width);
    }

    /** Returns the probabilities as rows. */
    public float[][] rows() {
        float[][] rows = new float[side][];
        for (int y = 0; y < side; y++) {
            rows[y] = Arrays.copyOfRange(values, y * side, (y + 1) * side);
        }
        return rows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SoftMask mask && mask.side == side && Arrays.equals(mask.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
