package org.mvit4j.maskrcnn.structures;

/**
 * Height and width of an image in pixels, without padding.
 *
 * @param height rows, positive
 * @param width columns, positive
 */
public record ImageSize(int height, int width) {
    /** Refuses sizes that no image has. */
    public ImageSize {
        if (height <= 0 || width <= 0) {
            throw new IllegalArgumentException("image size must be positive, but is " + height + "x" + width);
        }
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
