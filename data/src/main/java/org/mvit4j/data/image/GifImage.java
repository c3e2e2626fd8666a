package org.mvit4j.data.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first frame of a GIF on its logical screen. What the frame leaves uncovered takes the transparent colour, or
 * palette entry 0, and pixels of the transparent colour keep the colour the palette gives them.
 */
final class GifImage implements EncodedImage {

    /** An LZW code of at least a byte stands for at most 4096 pixels. */
    private static final long MAX_RATIO = 4096;

    private final Bytes in;
    private int screenWidth;
    private int screenHeight;
    private int left;
    private int top;
    private int frameWidth;
    private int frameHeight;
    private int background;
    private byte[] palette = greyRamp();

    private GifImage(byte[] bytes) {
        in = new Bytes(bytes);
    }

    static GifImage open(byte[] bytes) throws IOException {
        GifImage image = new GifImage(bytes);
        image.parse();
        return image;
    }

    @Override
    public ImageSize size() {
        return new ImageSize(Math.max(screenWidth, left + frameWidth), Math.max(screenHeight, top + frameHeight));
    }

    private void parse() throws IOException {
        screenWidth = in.u16le(6);
        screenHeight = in.u16le(8);
        int flags = in.u8(10);
        int at = 13;
        if ((flags & 0x80) != 0) {
            at = colours(at, flags);
        }
        while (true) {
            int block = in.u8(at++);
            if (block == 0x21) {
                int label = in.u8(at++);
                if (label == 0xf9 && in.u8(at) >= 4 && (in.u8(at + 1) & 1) != 0) {
                    background = in.u8(at + 4);
                }
                while (in.u8(at) != 0) {
                    at += in.u8(at) + 1;
                }
                at++;
            } else if (block == 0x2c) {
                break;
            } else if (block == 0x3b) {
                throw new IOException("the GIF has no frame");
            }
        }
        left = in.u16le(at);
        top = in.u16le(at + 2);
        frameWidth = Bytes.side(in.u16le(at + 4), "frame width");
        frameHeight = Bytes.side(in.u16le(at + 6), "frame height");
        int frameFlags = in.u8(at + 8);
        if ((frameFlags & 0x80) != 0) {
            colours(at + 9, frameFlags);
        }
    }

    private int colours(int at, int flags) throws IOException {
        int end = at + (3 << ((flags & 7) + 1));
        if (end > in.length()) {
            throw new IOException("the GIF is truncated inside its palette");
        }
        palette = Arrays.copyOf(Arrays.copyOfRange(in.data(), at, end), 3 * 256);
        return end;
    }

    private static byte[] greyRamp() {
        byte[] ramp = new byte[256];
        for (int i = 0; i < 256; i++) {
            ramp[i] = (byte) i;
        }
        return Grey.toRgb(ramp);
    }

    @Override
    public RgbImage decode() throws IOException {
        if ((long) frameWidth * frameHeight > MAX_RATIO * in.length()) {
            throw new IOException("the GIF has too little data for " + frameWidth + " x " + frameHeight + " pixels");
        }
        SpliceImageInput stream = SpliceImageInput.whole(in.data());
        Raster frame = JdkCodec.use("gif", stream, reader -> reader.read(0).getRaster());
        if (stream.exhausted()) {
            throw new IOException("the GIF is truncated");
        }
        if (frame.getWidth() != frameWidth || frame.getHeight() != frameHeight) {
            throw new IOException("the GIF's frame header and its data disagree");
        }
        ImageSize size = size();
        RgbImage canvas = RgbImage.black(size.width(), size.height());
        byte[] out = canvas.pixels();
        for (int i = 0; i < out.length; i += 3) {
            paint(out, i, background);
        }
        int[] row = new int[frameWidth];
        for (int y = 0; y < frameHeight; y++) {
            frame.getSamples(0, y, frameWidth, 1, 0, row);
            int to = 3 * ((top + y) * size.width() + left);
            for (int x = 0; x < frameWidth; x++, to += 3) {
                paint(out, to, row[x]);
            }
        }
        return canvas;
    }

    private void paint(byte[] out, int at, int index) {
        System.arraycopy(palette, 3 * index, out, at, 3);
    }
}
