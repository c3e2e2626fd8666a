package org.mvit4j.data.transform;

import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * Scales a picture so that its short side has a given length, or less where the long side would exceed its own bound
 * (detectron2's {@code ResizeShortestEdge}); sides are computed in double precision and rounded half up.
 *
 * @param shortSide wanted length of the short side
 * @param maxSide bound of the long side; {@link #UNBOUNDED} for none
 * @param resize how pixels are resampled
 */
public record ResizeShortestEdge(int shortSide, int maxSide, Resize resize) {

    public static final int UNBOUNDED = Integer.MAX_VALUE;

    public ResizeShortestEdge {
        if (shortSide < 1 || maxSide < 1) {
            throw new IllegalArgumentException(
                    "sides must be positive, got short side " + shortSide + " and max side " + maxSide);
        }
    }

    /** Bilinear, as detection uses it. */
    public ResizeShortestEdge(int shortSide, int maxSide) {
        this(shortSide, maxSide, Resize.BILINEAR);
    }

    public ImageSize outputSize(ImageSize input) {
        double w = input.width();
        double h = input.height();
        double scale = shortSide / Math.min(h, w);
        double newHeight = h < w ? shortSide : scale * h;
        double newWidth = h < w ? scale * w : shortSide;
        double longSide = Math.max(newHeight, newWidth);
        if (longSide > maxSide) {
            double shrink = maxSide / longSide;
            newHeight *= shrink;
            newWidth *= shrink;
        }
        return new ImageSize(Math.max(1, (int) (newWidth + 0.5)), Math.max(1, (int) (newHeight + 0.5)));
    }

    public RgbImage apply(RgbImage image) {
        return resize.apply(image, outputSize(image.size()));
    }
}
