package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WebP, when a plug-in for it is on the class path (TwelveMonkeys' {@code imageio-webp}). */
final class WebpImage implements EncodedImage {

    private static final int RIFF_HEADER = 12;
    private static final int VP8 = 0x56503820;
    private static final int VP8L = 0x5650384c;
    private static final int VP8X = 0x56503858;
    private static final int ANMF = 0x414e4d46;
    private static final int FRAME_HEADER = 16;
    private static final int EXIF = 0x45584946;
    private static final int XMP = 0x584d5020;

    private static final String LOSSY =
            "lossy WebP: colour is upsampled without libwebp's smoothing, so that pixels near colour edges differ from it";

    private final Bytes in;
    private boolean lossy;
    private @Nullable ImageSize canvas;
    private ImageSize size = new ImageSize(1, 1);
    private byte[] exif = {};
    private byte[] xmp = {};

    private WebpImage(byte[] bytes) {
        in = new Bytes(bytes);
    }

    static WebpImage open(byte[] bytes) throws IOException {
        WebpImage image = new WebpImage(bytes);
        image.parse();
        return image;
    }

    private void parse() throws IOException {
        if (in.u32le(4) + 8 > in.length()) {
            throw new IOException("the WebP is truncated");
        }
        if (!chunks(RIFF_HEADER, in.length())) {
            throw new IOException("the WebP has no picture data");
        }
    }

    /** Reads the chunks of a file or of an animation's frame; whether there was a picture among them. */
    private boolean chunks(long from, long end) throws IOException {
        boolean picture = false;
        for (long at = from; at + 8 <= end; ) {
            int type = in.i32be(at);
            long length = in.u32le(at + 4);
            long body = at + 8;
            if (body + length > end) {
                throw new IOException("the WebP is truncated");
            }
            switch (type) {
                case VP8X -> {
                    canvas = size(type, body);
                    size = canvas;
                }
                case VP8, VP8L -> {
                    ImageSize frame = size(type, body);
                    if (canvas != null && (frame.width() > canvas.width() || frame.height() > canvas.height())) {
                        throw new IOException("the WebP has a frame of " + frame + " on a canvas of " + canvas);
                    }
                    size = canvas == null ? frame : canvas;
                    lossy |= type == VP8;
                    picture = true;
                }
                case ANMF -> picture |= chunks(body + FRAME_HEADER, body + length);
                case EXIF -> exif = ExifOrientation.withoutPreamble(metadata(body, length));
                case XMP -> xmp = metadata(body, length);
                default -> {}
            }
            at = body + length + (length & 1);
        }
        return picture;
    }

    private byte[] metadata(long at, long length) {
        return length > ExifOrientation.MAX_BYTES
                ? new byte[0]
                : Arrays.copyOfRange(in.data(), (int) at, (int) (at + length));
    }

    private ImageSize size(int type, long at) throws IOException {
        if (type == VP8X) {
            return new ImageSize(
                    1 + (in.u16le(at + 4) | in.u8(at + 6) << 16), 1 + (in.u16le(at + 7) | in.u8(at + 9) << 16));
        }
        if (type == VP8L) {
            int bits = in.i32le(at + 1);
            return new ImageSize(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
        }
        return new ImageSize(
                Bytes.side(in.u16le(at + 6) & 0x3fff, "width"), Bytes.side(in.u16le(at + 8) & 0x3fff, "height"));
    }

    @Override
    public ImageSize size() {
        return size;
    }

    @Override
    public Orientation orientation() {
        return ExifOrientation.of(exif, xmp);
    }

    @Override
    public RgbImage decode() throws IOException {
        BufferedImage decoded = JdkCodec.usePlugin("webp", SpliceImageInput.whole(in.data()), reader -> reader.read(0));
        RgbImage image = RasterToRgb.ofFile(decoded);
        return lossy ? image.withNotes(List.of(LOSSY)) : image;
    }
}
