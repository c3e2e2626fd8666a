package org.mvit4j.data.transform;

import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * The evaluation transform of image classifiers: short side to {@code (int) (size / fraction)}, then the central square
 * of {@code size}; bicubic, as torchvision's {@code Resize} and {@code CenterCrop} do it on PIL images.
 *
 * @param size side of the network's input, 224
 * @param fraction share of the resized short side that the crop keeps
 */
public record EvalCrop(int size, double fraction) {

    /** The rule of facebookresearch/mvit: 256, then 224. */
    public static EvalCrop mvit(int size) {
        return new EvalCrop(size, 0.875);
    }

    /** The rule of timm's {@code mvitv2_*} entries: 248, then 224. */
    public static EvalCrop timm(int size) {
        return new EvalCrop(size, 0.9);
    }

    public EvalCrop {
        if (size < 1 || !(fraction > 0) || fraction > 1) {
            throw new IllegalArgumentException(
                    "need a positive size and a fraction in (0, 1], got " + size + " and " + fraction);
        }
    }

    /** Torchvision's {@code Resize(int)}: the long side is rounded down. */
    public ImageSize resizedSize(ImageSize input) {
        int shortSide = (int) (size / fraction);
        int from = Math.min(input.width(), input.height());
        int longSide = (int) ((double) ((long) shortSide * Math.max(input.width(), input.height())) / from);
        return input.width() <= input.height()
                ? new ImageSize(shortSide, longSide)
                : new ImageSize(longSide, shortSide);
    }

    /** A picture of {@code size} by {@code size}; nothing outside the crop is computed. */
    public RgbImage apply(RgbImage image) {
        ImageSize resized = resizedSize(image.size());
        int left = CenterCrop.offset(resized.width(), size);
        int top = CenterCrop.offset(resized.height(), size);
        return Resize.BICUBIC.window(image, resized.width(), resized.height(), left, top, size, size);
    }
}
