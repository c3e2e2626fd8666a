package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A picture as {@code uint8} of shape (height, width, 3) in R, G, B order, row-major without gaps.
 *
 * <p>The array is not copied in or out: whoever holds the image holds its pixels.
 */
public final class RgbImage {

    private final int width;
    private final int height;
    private final byte[] pixels;
    private final List<String> notes;

    public RgbImage(int width, int height, byte[] pixels) {
        this(width, height, pixels, List.of());
    }

    public RgbImage(int width, int height, byte[] pixels, List<String> notes) {
        if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    width + " x " + height + " pixels need " + 3L * width * height + " bytes, got " + pixels.length);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
        this.notes = List.copyOf(notes);
    }

    public static RgbImage black(int width, int height) {
        return new RgbImage(width, height, new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))]);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public ImageSize size() {
        return new ImageSize(width, height);
    }

    /** The pixels themselves, (height, width, 3). */
    public byte[] pixels() {
        return pixels;
    }

    /** What decoding did that a user may want to know, such as a clipped 16-bit range; mostly empty. */
    public List<String> notes() {
        return notes;
    }

    /** 0xRRGGBB at column x, row y. */
    public int rgb(int x, int y) {
        int p = 3 * (Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width));
        return (pixels[p] & 0xff) << 16 | (pixels[p + 1] & 0xff) << 8 | (pixels[p + 2] & 0xff);
    }

    /** The part of this image with the given top-left corner and size, copied. */
    public RgbImage crop(int x, int y, int cropWidth, int cropHeight) {
        Objects.checkFromIndexSize(x, cropWidth, width);
        Objects.checkFromIndexSize(y, cropHeight, height);
        byte[] out = new byte[3 * cropWidth * cropHeight];
        for (int row = 0; row < cropHeight; row++) {
            System.arraycopy(pixels, 3 * ((y + row) * width + x), out, 3 * row * cropWidth, 3 * cropWidth);
        }
        return new RgbImage(cropWidth, cropHeight, out, notes);
    }

    RgbImage withNotes(List<String> newNotes) {
        return newNotes.equals(notes) ? this : new RgbImage(width, height, pixels, newNotes);
    }

    /** A copy as {@link BufferedImage#TYPE_3BYTE_BGR}. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = pixels[i + 2];
            bgr[i + 1] = pixels[i + 1];
            bgr[i + 2] = pixels[i];
        }
        return image;
    }

    /** Same size and same pixels; notes do not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage that && width == that.width && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}
