package org.mvit4j.data.transform;

import java.util.Objects;
import java.util.stream.IntStream;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * {@code PIL.Image.resize} on RGB bytes, exact to the bit: two passes in fixed point, horizontal first, each rounded to
 * {@code uint8}, antialiased when shrinking; an axis that keeps its length is left alone.
 *
 * <p>The picture is cut into bands of output rows. A band runs the horizontal pass over the input rows it needs, keeps
 * them as integers in a ring, and adds them up with one weight per row, a loop the JIT turns into vector code.
 *
 * @param filter the interpolation kernel
 * @param parallel whether bands run on the common pool's threads; the result is the same
 */
public record Resize(ResizeFilter filter, boolean parallel) {

    public static final Resize BILINEAR = new Resize(ResizeFilter.BILINEAR, true);
    public static final Resize BICUBIC = new Resize(ResizeFilter.BICUBIC, true);

    private static final int BAND_ROWS = 64;

    /** Returns the image itself when it has that size already. */
    public RgbImage apply(RgbImage image, ImageSize to) {
        return apply(image, to.width(), to.height());
    }

    /** Returns the image itself when it has that size already. */
    public RgbImage apply(RgbImage image, int width, int height) {
        if (width == image.width() && height == image.height()) {
            return image;
        }
        return window(image, width, height, 0, 0, width, height);
    }

    /**
     * The part of the resized picture with the given corner and size, computed without the rest: the same bits as
     * resizing to {@code width} by {@code height} and cropping.
     */
    public RgbImage window(
            RgbImage image, int width, int height, int left, int top, int windowWidth, int windowHeight) {
        Objects.checkFromIndexSize(left, windowWidth, width);
        Objects.checkFromIndexSize(top, windowHeight, height);
        byte[] out = RgbImage.black(windowWidth, windowHeight).pixels();
        ResampleTaps across = ResampleTaps.of(image.width(), width, left, windowWidth, filter);
        ResampleTaps down = ResampleTaps.of(image.height(), height, top, windowHeight, filter);
        int bands = (windowHeight + BAND_ROWS - 1) / BAND_ROWS;
        IntStream range = IntStream.range(0, bands);
        (parallel ? range.parallel() : range)
                .forEach(band -> new ResizeBand(image, across, down)
                        .run(band * BAND_ROWS, Math.min(windowHeight, (band + 1) * BAND_ROWS), out));
        return new RgbImage(windowWidth, windowHeight, out, image.notes());
    }
}
