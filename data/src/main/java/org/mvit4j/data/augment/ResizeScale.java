package org.mvit4j.data.augment;

import java.util.random.RandomGenerator;
import org.mvit4j.data.image.ImageSize;

/**
 * Large-scale jitter: the image fitted into a square times a uniform random scale, sides rounded half to even (Ghiasi et
 * al., Simple Copy-Paste, CVPR 2021).
 *
 * @param minScale smallest scale
 * @param maxScale largest scale
 * @param targetWidth width to fit at scale 1
 * @param targetHeight height to fit at scale 1
 */
public record ResizeScale(double minScale, double maxScale, int targetWidth, int targetHeight) implements Augmentation {

    public ResizeScale {
        if (!(minScale > 0 && maxScale >= minScale && maxScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("no scale lies between " + minScale + " and " + maxScale);
        }
    }

    @Override
    public ResizeTo draw(ImageSize size, RandomGenerator random) {
        return at(size, minScale + (maxScale - minScale) * random.nextDouble());
    }

    /** The transform for a given scale. */
    ResizeTo at(ImageSize size, double scale) {
        double h = targetHeight * scale;
        double w = targetWidth * scale;
        double factor = Math.min(h / size.height(), w / size.width());
        return new ResizeTo(size, new ImageSize(side(size.width() * factor), side(size.height() * factor)));
    }

    private static int side(double length) {
        return Math.max(1, (int) Math.rint(length));
    }
}
