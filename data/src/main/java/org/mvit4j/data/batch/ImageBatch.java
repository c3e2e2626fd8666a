package org.mvit4j.data.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * Normalised pictures in the top-left corners of equally large, zero-padded canvases.
 *
 * @param data float32 of shape (N, 3, height, width) or (N, height, width, 3), position 0, limit N·3·height·width
 * @param layout which of the two
 * @param canvas the padded size
 * @param sizes each picture's own size before padding, which boxes are clipped to
 */
public record ImageBatch(FloatBuffer data, Layout layout, ImageSize canvas, List<ImageSize> sizes) {

    private static final int BAND_ROWS = 32;

    public ImageBatch {
        sizes = List.copyOf(sizes);
    }

    public int count() {
        return sizes.size();
    }

    /** The shape of {@link #data}. */
    public long[] shape() {
        return layout == Layout.NCHW
                ? new long[] {count(), 3, canvas.height(), canvas.width()}
                : new long[] {count(), canvas.height(), canvas.width(), 3};
    }

    /** Packs into fresh direct memory in native byte order. */
    public static ImageBatch of(List<RgbImage> images, Normalization normalization, Padding padding, Layout layout) {
        ImageSize canvas =
                padding.outputSize(images.stream().map(RgbImage::size).toList());
        int bytes = Math.toIntExact(Math.multiplyExact(4L * 3 * images.size(), canvas.pixels()));
        FloatBuffer buffer =
                ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
        return pack(images, normalization, canvas, layout, buffer, true);
    }

    /**
     * Packs into memory that the caller reuses; its old content is overwritten, padding included.
     *
     * @param target with at least N·3·H·W floats of capacity
     */
    public static ImageBatch into(
            FloatBuffer target, List<RgbImage> images, Normalization normalization, Padding padding, Layout layout) {
        ImageSize canvas =
                padding.outputSize(images.stream().map(RgbImage::size).toList());
        long needed = Math.multiplyExact(3L * images.size(), canvas.pixels());
        if (target.capacity() < needed) {
            throw new IllegalArgumentException(
                    "the batch needs " + needed + " floats, the buffer holds " + target.capacity());
        }
        FloatBuffer window = target.duplicate().clear().limit((int) needed).slice();
        return pack(images, normalization, canvas, layout, window, false);
    }

    private static ImageBatch pack(
            List<RgbImage> images,
            Normalization normalization,
            ImageSize canvas,
            Layout layout,
            FloatBuffer out,
            boolean zeroed) {
        int bands = (canvas.height() + BAND_ROWS - 1) / BAND_ROWS;
        IntStream.range(0, images.size() * bands).parallel().forEach(task -> {
            int index = task / bands;
            int from = task % bands * BAND_ROWS;
            int to = Math.min(canvas.height(), from + BAND_ROWS);
            new CanvasRows(images.get(index), index, canvas, normalization, layout, out, zeroed).write(from, to);
        });
        return new ImageBatch(
                out, layout, canvas, images.stream().map(RgbImage::size).toList());
    }
}
