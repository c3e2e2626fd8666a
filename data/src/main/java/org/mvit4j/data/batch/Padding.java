package org.mvit4j.data.batch;

import java.util.List;
import org.mvit4j.data.image.ImageSize;

/**
 * How far pictures of a batch are extended to the right and bottom, with zeros after normalisation.
 *
 * @param sizeDivisibility both sides are rounded up to a multiple of this; 0 or 1 for none
 * @param squareSize a fixed side that replaces the largest picture's size; 0 for none
 */
public record Padding(int sizeDivisibility, int squareSize) {

    public static final Padding NONE = new Padding(0, 0);

    public Padding {
        if (sizeDivisibility < 0 || squareSize < 0) {
            throw new IllegalArgumentException(
                    "padding must not be negative, got divisibility " + sizeDivisibility + ", square " + squareSize);
        }
    }

    /**
     * The size that holds all the pictures.
     *
     * @throws IllegalArgumentException if a picture exceeds the square
     */
    public ImageSize outputSize(List<ImageSize> sizes) {
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one picture");
        }
        int width = 1;
        int height = 1;
        for (ImageSize size : sizes) {
            width = Math.max(width, size.width());
            height = Math.max(height, size.height());
        }
        if (squareSize > 0) {
            if (width > squareSize || height > squareSize) {
                throw new IllegalArgumentException("a picture of up to " + width + " x " + height
                        + " pixels does not fit the model's square of " + squareSize
                        + ": resize with a long side of at most " + squareSize);
            }
            width = squareSize;
            height = squareSize;
        }
        return new ImageSize(roundUp(width), roundUp(height));
    }

    private int roundUp(int side) {
        int step = Math.max(1, sizeDivisibility);
        return Math.multiplyExact((side - 1) / step + 1, step);
    }
}
