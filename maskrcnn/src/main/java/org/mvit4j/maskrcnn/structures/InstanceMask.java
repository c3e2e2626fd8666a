package org.mvit4j.maskrcnn.structures;

/** The shape of an annotated object, from which its mask head learns. */
public interface InstanceMask {
    /**
     * Cuts the box out of the shape and draws it on a square grid.
     *
     * @param box where in pixels, {@code x1, y1, x2, y2}
     * @param side cells per side
     * @return {@code side × side} values, row by row, 1 inside the shape and 0 outside
     */
    byte[] cropAndResize(float[] box, int side);
}
