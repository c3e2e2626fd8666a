package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.List;

/**
 * Decoded samples to RGB bytes with the arithmetic of {@code PIL.Image.convert("RGB")}: alpha dropped, no gamma, no
 * profile; 16-bit colour keeps its high byte, while 16-bit and wider grey is clipped to 0 to 255.
 */
final class RasterToRgb {

    private static final String CLIPPED =
            "grey samples wider than 8 bits were clipped to 0..255, as Pillow does; scale them to 8 bits beforehand if"
                    + " they use their full range";

    /** How one sample becomes a byte. */
    private interface ToByte {
        int of(float sample);
    }

    private RasterToRgb() {}

    /** A picture decoded from a file. */
    static RgbImage ofFile(BufferedImage image) throws IOException {
        return of(image, true);
    }

    /** A picture that an application drew or decoded itself: 16-bit grey uses its full range. */
    static RgbImage ofApplication(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        boolean plain = !colours.isAlphaPremultiplied()
                && (colours instanceof IndexColorModel
                        || colours.getNumColorComponents() == 3
                        || colours.getNumColorComponents() == 1);
        try {
            return plain ? of(image, false) : ofArgb(image);
        } catch (IOException e) {
            return ofArgb(image);
        }
    }

    private static RgbImage of(BufferedImage image, boolean clipGrey) throws IOException {
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            int[] rgb = new int[Math.max(256, palette.getMapSize())];
            palette.getRGBs(rgb);
            return ofPalette(raster, rgb);
        }
        if (colours instanceof DirectColorModel packed) {
            return ofPacked(raster, packed);
        }
        int bands = raster.getNumBands();
        boolean colour = bands >= 3;
        if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte bytes
                && bytes.getOffset() == 0
                && raster.getParent() == null
                && (colour || bands <= 2)) {
            return ofBytes(raster, model, bytes.getData());
        }
        ToByte toByte = toByte(raster, clipGrey && bands == 1);
        boolean clipped =
                !colour && bands == 1 && clipGrey && raster.getSampleModel().getSampleSize(0) > 8;
        return ofSamples(raster, colour ? new int[] {0, 1, 2} : new int[] {0, 0, 0}, toByte, clipped);
    }

    /** The common case: bytes of a pixel side by side, in whatever order. */
    private static RgbImage ofBytes(Raster raster, PixelInterleavedSampleModel model, byte[] data) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int step = model.getPixelStride();
        int line = model.getScanlineStride();
        int[] offsets = model.getBandOffsets();
        int red = offsets[0];
        int green = offsets.length >= 3 ? offsets[1] : red;
        int blue = offsets.length >= 3 ? offsets[2] : red;
        byte[] rgb = RgbImage.black(width, height).pixels();
        int to = 0;
        for (int y = 0; y < height; y++) {
            int from = y * line;
            for (int x = 0; x < width; x++, from += step, to += 3) {
                rgb[to] = data[from + red];
                rgb[to + 1] = data[from + green];
                rgb[to + 2] = data[from + blue];
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static ToByte toByte(Raster raster, boolean clip) throws IOException {
        int bits = raster.getSampleModel().getSampleSize(0);
        return switch (raster.getSampleModel().getDataType()) {
            case DataBuffer.TYPE_BYTE -> v -> (int) v;
            case DataBuffer.TYPE_USHORT -> clip || bits <= 8 ? v -> (int) Math.min(v, 255) : v -> (int) v >> (bits - 8);
            case DataBuffer.TYPE_SHORT, DataBuffer.TYPE_INT, DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE ->
                v -> (int) Math.max(0, Math.min(255, v));
            default -> throw new IOException("samples of an unknown type");
        };
    }

    private static RgbImage ofSamples(Raster raster, int[] bandOf, ToByte toByte, boolean clipped) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = RgbImage.black(width, height).pixels();
        float[] samples = new float[width];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, bandOf[c], samples);
                for (int x = 0, to = 3 * y * width + c; x < width; x++, to += 3) {
                    rgb[to] = (byte) toByte.of(samples[x]);
                }
            }
        }
        return new RgbImage(width, height, rgb, clipped ? List.of(CLIPPED) : List.of());
    }

    /** @param colours 0xRRGGBB of each sample value */
    static RgbImage ofPalette(Raster raster, int[] colours) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = RgbImage.black(width, height).pixels();
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                to = put(rgb, to, colours[row[x]]);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /** Fields of fewer than 8 bits are stretched by {@code v * 255 / max}, rounded down. */
    private static RgbImage ofPacked(Raster raster, DirectColorModel packed) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = RgbImage.black(width, height).pixels();
        int[] masks = {packed.getRedMask(), packed.getGreenMask(), packed.getBlueMask()};
        int[] row = new int[width];
        for (int c = 0; c < 3; c++) {
            int shift = Integer.numberOfTrailingZeros(masks[c]);
            int max = masks[c] == 0 ? 1 : masks[c] >>> shift;
            for (int y = 0; y < height; y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, c, row);
                for (int x = 0, to = 3 * y * width + c; x < width; x++, to += 3) {
                    rgb[to] = (byte) (max == 255 ? row[x] : (int) (row[x] * 255L / max));
                }
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /** Cyan, magenta, yellow and black as a TIFF holds them, 255 being full ink. */
    static RgbImage ofCmyk(Raster raster) throws IOException {
        if (raster.getNumBands() < 4 || raster.getSampleModel().getDataType() != DataBuffer.TYPE_BYTE) {
            throw new IOException("CMYK with " + raster.getNumBands() + " samples per pixel is not read");
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] rgb = RgbImage.black(width, height).pixels();
        byte[] cmyk = new byte[4 * width];
        int[] row = new int[raster.getNumBands() * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < cmyk.length; i++) {
                cmyk[i] = (byte) row[i / 4 * raster.getNumBands() + i % 4];
            }
            System.arraycopy(Cmyk.toRgb(cmyk, width), 0, rgb, 3 * y * width, 3 * width);
        }
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage ofArgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = RgbImage.black(width, height).pixels();
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                to = put(rgb, to, row[x]);
            }
        }
        return new RgbImage(width, height, rgb);
    }

    private static int put(byte[] rgb, int at, int colour) {
        rgb[at] = (byte) (colour >> 16);
        rgb[at + 1] = (byte) (colour >> 8);
        rgb[at + 2] = (byte) colour;
        return at + 3;
    }
}
