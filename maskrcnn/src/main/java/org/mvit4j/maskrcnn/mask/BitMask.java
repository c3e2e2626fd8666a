package org.mvit4j.maskrcnn.mask;

import org.mvit4j.maskrcnn.roi.RoiAlign;
import org.mvit4j.maskrcnn.structures.InstanceMask;

/**
 * A shape made of pixels. Targets are its RoIAlign by the box, cells of at least one half being inside.
 */
public final class BitMask implements InstanceMask {
    private final byte[] pixels;
    private final int height;
    private final int width;

    /**
     * A shape.
     *
     * @param pixels {@code height × width} values, row by row, 1 inside
     */
    public BitMask(byte[] pixels, int height, int width) {
        if (pixels.length != height * width) {
            throw new IllegalArgumentException(pixels.length + " pixels are no mask of " + height + "x" + width);
        }
        this.pixels = pixels;
        this.height = height;
        this.width = width;
    }

    @Override
    public byte[] cropAndResize(float[] box, int side) {
        float[] means = RoiAlign.adaptive(side, 1).pool(pixels, height, width, box);
        var cells = new byte[side * side];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (byte) (means[i] >= 0.5f ? 1 : 0);
        }
        return cells;
    }
}
