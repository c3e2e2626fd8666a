package org.mvit4j.data.transform;

import org.mvit4j.data.image.RgbImage;

/**
 * The middle of a picture, by torchvision's rules: offsets are halves rounded to even, and a picture smaller than the
 * crop is first surrounded with black, the odd row or column at the bottom or right.
 */
public record CenterCrop(int width, int height) {

    public CenterCrop {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a crop has at least one pixel, got " + width + " x " + height);
        }
    }

    public RgbImage apply(RgbImage image) {
        RgbImage padded = pad(image);
        return padded.crop(offset(padded.width(), width), offset(padded.height(), height), width, height);
    }

    static int offset(int side, int crop) {
        return (int) Math.rint((side - crop) / 2.0);
    }

    private RgbImage pad(RgbImage image) {
        int w = Math.max(width, image.width());
        int h = Math.max(height, image.height());
        if (w == image.width() && h == image.height()) {
            return image;
        }
        RgbImage out = RgbImage.black(w, h);
        int left = (w - image.width()) / 2;
        int top = (h - image.height()) / 2;
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(
                    image.pixels(), 3 * y * image.width(), out.pixels(), 3 * ((top + y) * w + left), 3 * image.width());
        }
        return out;
    }
}
