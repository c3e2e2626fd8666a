package org.mvit4j.data.augment;

import java.util.Arrays;
import java.util.Objects;

/**
 * One bit per pixel of the image, kept as bytes 0 and 1 of shape (height, width), row-major.
 *
 * @param width columns
 * @param height rows
 * @param bits the pixels; never written to after construction
 */
@SuppressWarnings("ArrayRecordComponent") // a view on pixels, compared by identity
public record BitMask(int width, int height, byte[] bits) implements InstanceShape {

    public BitMask {
        if (width < 1 || height < 1 || bits.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "a mask of " + width + " x " + height + " cannot have " + bits.length + " pixels");
        }
    }

    @Override
    public boolean isEmpty() {
        for (byte bit : bits) {
            if (bit != 0) {
                return false;
            }
        }
        return true;
    }

    /** Pixel edges: the right edge of the last set column, not its index. */
    @Override
    public float[] bounds() {
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (bits[y * width + x] != 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = y + 1;
                }
            }
        }
        return new float[] {left, top, right, bottom};
    }

    /** Nearest neighbour with the source coordinates that Pillow steps through. */
    BitMask resize(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        int[] columns = nearest(width, newWidth);
        int[] rows = nearest(height, newHeight);
        byte[] out = new byte[Math.multiplyExact(newWidth, newHeight)];
        for (int y = 0; y < newHeight; y++) {
            int from = rows[y] * width;
            int to = y * newWidth;
            for (int x = 0; x < newWidth; x++) {
                out[to + x] = bits[from + columns[x]];
            }
        }
        return new BitMask(newWidth, newHeight, out);
    }

    /** The step is added up, not multiplied, so that rounding falls as it does in the reference. */
    private static int[] nearest(int in, int out) {
        int[] source = new int[out];
        double step = (double) in / out;
        double at = step * 0.5;
        for (int i = 0; i < out; i++) {
            source[i] = Math.min((int) at, in - 1);
            at += step;
        }
        return source;
    }

    BitMask crop(int x, int y, int cropWidth, int cropHeight) {
        Objects.checkFromIndexSize(x, cropWidth, width);
        Objects.checkFromIndexSize(y, cropHeight, height);
        byte[] out = new byte[cropWidth * cropHeight];
        for (int row = 0; row < cropHeight; row++) {
            System.arraycopy(bits, (y + row) * width + x, out, row * cropWidth, cropWidth);
        }
        return new BitMask(cropWidth, cropHeight, out);
    }

    /** Zeros to the right and below. */
    BitMask pad(int newWidth, int newHeight) {
        byte[] out = new byte[Math.multiplyExact(newWidth, newHeight)];
        for (int row = 0; row < height; row++) {
            System.arraycopy(bits, row * width, out, row * newWidth, width);
        }
        return new BitMask(newWidth, newHeight, out);
    }

    BitMask mirror() {
        byte[] out = new byte[bits.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[y * width + x] = bits[y * width + width - 1 - x];
            }
        }
        return new BitMask(width, height, out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BitMask that && width == that.width && Arrays.equals(bits, that.bits);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(bits);
    }
}
