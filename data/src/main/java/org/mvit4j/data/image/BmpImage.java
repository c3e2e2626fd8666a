package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** Windows bitmaps of 1 to 32 bits, plain, run-length coded or with bit fields. */
final class BmpImage implements EncodedImage {

    private static final int FILE_HEADER = 14;
    private static final int OS2_HEADER = 12;

    private final byte[] bytes;
    private final ImageSize size;

    private BmpImage(byte[] bytes, ImageSize size) {
        this.bytes = bytes;
        this.size = size;
    }

    static BmpImage open(byte[] bytes) throws IOException {
        Bytes in = new Bytes(bytes);
        long header = in.u32le(FILE_HEADER);
        if (header == OS2_HEADER) {
            return new BmpImage(
                    bytes, new ImageSize(Bytes.side(in.u16le(18), "width"), Bytes.side(in.u16le(20), "height")));
        }
        if (header < 40 || header > 124) {
            throw new IOException("the BMP has a header of " + header + " bytes, which no version has");
        }
        ImageSize size =
                new ImageSize(Bytes.side(in.i32le(18), "width"), Bytes.side(Math.abs((long) in.i32le(22)), "height"));
        int bits = in.u16le(28);
        long compression = in.u32le(30);
        if (compression == 4 || compression == 5) {
            throw new IOException("the BMP wraps a JPEG or PNG, which is not read");
        }
        long colours = in.u32le(46);
        if (colours > 256 && bits <= 8) {
            throw new IOException("the BMP says it has " + colours + " palette colours");
        }
        boolean runs = compression == 1 || compression == 2;
        if (!runs && size.pixels() * bits / 8 > bytes.length) {
            throw new IOException("the BMP is truncated");
        }
        return new BmpImage(bytes, size);
    }

    @Override
    public ImageSize size() {
        return size;
    }

    @Override
    public RgbImage decode() throws IOException {
        SpliceImageInput stream = SpliceImageInput.whole(bytes);
        BufferedImage decoded = JdkCodec.use("bmp", stream, reader -> reader.read(0));
        if (stream.exhausted()) {
            throw new IOException("the BMP is truncated");
        }
        return RasterToRgb.ofFile(decoded);
    }
}
