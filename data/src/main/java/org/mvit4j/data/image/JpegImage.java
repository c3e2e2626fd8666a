package org.mvit4j.data.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * JPEG: markers parsed here, entropy decoding and upsampling by the JDK's libjpeg, colour conversion here.
 *
 * <p>The codec sees only tables, frames and scans. It is asked for the raw components, so that neither a colour profile
 * nor the JDK's own guess about colour spaces changes a pixel; the guess follows libjpeg's rules instead (JFIF marker,
 * then Adobe transform, then component ids). Four components are taken as Adobe writes them, inverted, as Pillow does.
 */
final class JpegImage implements EncodedImage {

    /** Legitimate progressive files have a dozen; thousands of scans over a large frame only burn time. */
    private static final int MAX_SCANS = 200;

    /** Every 8 x 8 block costs at least one bit. */
    private static final long PIXELS_PER_BYTE = 64 * 8;

    private static final int ADOBE_UNSEEN = -1;

    private final Bytes in;
    private final SpliceImageInput stream;
    private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
    private byte[] xmp = {};
    private boolean jfif;
    private int adobeTransform = ADOBE_UNSEEN;
    private int[] componentIds = {};
    private ImageSize size = new ImageSize(1, 1);

    private JpegImage(byte[] bytes) {
        in = new Bytes(bytes);
        stream = new SpliceImageInput(bytes);
    }

    static JpegImage open(byte[] bytes) throws IOException {
        JpegImage image = new JpegImage(bytes);
        image.parse();
        return image;
    }

    @Override
    public ImageSize size() {
        return size;
    }

    @Override
    public Orientation orientation() {
        return ExifOrientation.of(exif.toByteArray(), xmp);
    }

    private void parse() throws IOException {
        stream.add(0, 2);
        int at = 2;
        while (true) {
            while (in.u8(at) != 0xff || in.u8(at + 1) == 0xff || in.u8(at + 1) == 0) {
                at++; // stray bytes and fill bytes between segments, as libjpeg skips them
            }
            int marker = in.u8(at + 1);
            if (marker == 0xd9) {
                throw new IOException("the JPEG ends before any picture data");
            }
            if (marker >= 0xd0 && marker <= 0xd8 || marker == 0x01) {
                at += 2;
                continue;
            }
            int length = in.u16be(at + 2);
            if (length < 2) {
                throw new IOException("JPEG segment 0x" + Integer.toHexString(marker) + " has length " + length);
            }
            if (at + 2 + length > in.length()) {
                throw new IOException("the JPEG is truncated inside its header");
            }
            boolean application = marker >= 0xe0 && marker <= 0xef;
            if (application) {
                application(marker, at + 4, length - 2);
            } else if (marker == 0xda) {
                break;
            } else if (marker != 0xfe) {
                if (isFrame(marker)) {
                    frame(marker, at + 4, length - 2);
                }
                stream.add(at, 2 + length);
            }
            at += 2 + length;
        }
        if (componentIds.length == 0) {
            throw new IOException("the JPEG has a scan before its frame header");
        }
        checkScans(at);
        stream.add(at, in.length() - at);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void application(int marker, int at, int length) throws IOException {
        byte[] b = in.data();
        if (marker == 0xe0 && length >= 14 && startsAt(b, at, "JFIF\0")) {
            jfif = true;
        } else if (marker == 0xee && length >= 12 && startsAt(b, at, "Adobe")) {
            adobeTransform = in.u8(at + 11);
        } else if (marker == 0xe1
                && length >= 6
                && startsAt(b, at, ExifOrientation.PREAMBLE)
                && exif.size() + length <= ExifOrientation.MAX_BYTES) {
            exif.write(b, at + 6, length - 6);
        } else if (marker == 0xe1 && length > 29 && startsAt(b, at, "http://ns.adobe.com/xap/1.0/\0")) {
            xmp = Arrays.copyOfRange(b, at + 29, at + length);
        }
    }

    private static boolean startsAt(byte[] b, int at, String magic) {
        return ImageFormat.starts(b, at, magic);
    }

    private void frame(int marker, int at, int length) throws IOException {
        if (componentIds.length > 0) {
            throw new IOException("the JPEG has two frame headers");
        }
        if (marker > 0xc2) {
            throw new IOException("this JPEG is "
                    + (marker == 0xc3
                            ? "lossless"
                            : marker == 0xc9 || marker == 0xca ? "arithmetic-coded" : "hierarchical")
                    + ", which is not read");
        }
        int precision = in.u8(at);
        if (precision != 8) {
            throw new IOException("the JPEG has " + precision + " bits per sample, only 8 are read");
        }
        int components = in.u8(at + 5);
        if (components != 1 && components != 3 && components != 4 || length < 6 + 3 * components) {
            throw new IOException("the JPEG has " + components + " components");
        }
        size = new ImageSize(Bytes.side(in.u16be(at + 3), "width"), Bytes.side(in.u16be(at + 1), "height"));
        componentIds = new int[components];
        for (int i = 0; i < components; i++) {
            componentIds[i] = in.u8(at + 6 + 3 * i);
        }
    }

    private void checkScans(int from) throws IOException {
        byte[] b = in.data();
        int scans = 0;
        for (int i = from; i + 1 < b.length; i++) {
            if (b[i] == (byte) 0xff && b[i + 1] == (byte) 0xda && ++scans > MAX_SCANS) {
                throw new IOException("the JPEG has more than " + MAX_SCANS + " scans");
            }
        }
    }

    @Override
    public RgbImage decode() throws IOException {
        if (size.pixels() > PIXELS_PER_BYTE * in.length()) {
            throw new IOException("the JPEG has too little data for " + size + " pixels");
        }
        byte[] samples = JdkCodec.use("jpeg", stream, reader -> interleaved(reader.readRaster(0, null)));
        if (stream.exhausted()) {
            throw new IOException("the JPEG is truncated");
        }
        int pixels = size.width() * size.height();
        byte[] rgb = switch (componentIds.length) {
            case 1 -> Grey.toRgb(samples);
            case 3 -> isRgb() ? samples : YccToRgb.inPlace(samples, 3);
            default -> {
                if (isYcck()) {
                    YccToRgb.inPlace(samples, 4);
                } else {
                    for (int i = 0; i < samples.length; i++) {
                        samples[i] = (i & 3) == 3 ? samples[i] : (byte) (255 - (samples[i] & 0xff));
                    }
                }
                for (int i = 3; i < samples.length; i += 4) {
                    samples[i] = (byte) (255 - (samples[i] & 0xff));
                }
                yield Cmyk.toRgb(samples, pixels);
            }
        };
        return new RgbImage(size.width(), size.height(), rgb);
    }

    private byte[] interleaved(Raster raster) throws IOException {
        if (raster.getWidth() != size.width()
                || raster.getHeight() != size.height()
                || raster.getNumBands() != componentIds.length
                || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
                || buffer.getData().length != (long) size.pixels() * componentIds.length) {
            throw new IOException("the JPEG's frame and its scans disagree");
        }
        return buffer.getData();
    }

    /** libjpeg's rule for three components, {@code default_decompress_parms}. */
    private boolean isRgb() {
        if (jfif) {
            return false;
        }
        if (adobeTransform != ADOBE_UNSEEN) {
            return adobeTransform == 0;
        }
        return componentIds[0] == 'R' && componentIds[1] == 'G' && componentIds[2] == 'B';
    }

    private boolean isYcck() {
        return adobeTransform != ADOBE_UNSEEN && adobeTransform != 0;
    }
}
