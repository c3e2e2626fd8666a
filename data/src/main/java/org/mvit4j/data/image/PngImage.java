package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * PNG. The codec sees IHDR, PLTE and IDAT alone: ancillary chunks (profiles, gamma, transparency, compressed text, which
 * may inflate a thousandfold) change no pixel of the result and never reach it.
 */
final class PngImage implements EncodedImage {

    private static final int SIGNATURE = 8;
    /** Deflate cannot shrink by more than this. */
    private static final long MAX_RATIO = 1032;

    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int EXIF = 0x65584966;
    private static final int TEXT = 0x74455874;
    private static final int COMPRESSED_TEXT = 0x7a545874;
    private static final int INTERNATIONAL_TEXT = 0x69545874;

    private final Bytes in;
    private final SpliceImageInput stream;
    private ImageSize size = new ImageSize(1, 1);
    private int bitsPerPixel;
    private long data;
    private byte[] exif = {};
    private byte[] xmp = {};

    private PngImage(byte[] bytes) {
        in = new Bytes(bytes);
        stream = new SpliceImageInput(bytes);
    }

    static PngImage open(byte[] bytes) throws IOException {
        PngImage image = new PngImage(bytes);
        image.parse();
        return image;
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
        if (size.pixels() * bitsPerPixel / 8 > data * MAX_RATIO) {
            throw new IOException("the PNG has too little data for " + size + " pixels");
        }
        BufferedImage decoded = JdkCodec.use("png", stream, reader -> reader.read(0));
        return RasterToRgb.ofFile(decoded);
    }

    private void parse() throws IOException {
        stream.add(0, SIGNATURE);
        int at = SIGNATURE;
        boolean header = false;
        while (at < in.length()) {
            long length = in.u32be(at);
            int type = in.i32be(at + 4);
            long next = at + 12 + length;
            if (next > in.length()) {
                if (data > 0 && type != IDAT) {
                    break; // the pixels are complete; a cut after them harms nothing
                }
                throw new IOException("the PNG is truncated");
            }
            int size = (int) length;
            if (type == IHDR || type == PLTE || type == IDAT) {
                checkSum(at, size);
                stream.add(at, 12 + size);
            }
            if (type == IHDR) {
                header(at + 8, size);
                header = true;
            } else if (!header) {
                throw new IOException("the PNG does not start with its header chunk");
            } else if (type == IDAT) {
                data += size;
            } else if (type == IEND) {
                stream.add(at, 12 + size);
                break;
            } else {
                metadata(type, at + 8, size);
            }
            at = (int) next;
        }
        if (data == 0) {
            throw new IOException("the PNG has no picture data");
        }
    }

    private void header(int at, int length) throws IOException {
        if (length != 13) {
            throw new IOException("the PNG's header chunk has " + length + " bytes instead of 13");
        }
        size = new ImageSize(Bytes.side(in.u32be(at), "width"), Bytes.side(in.u32be(at + 4), "height"));
        int samples = switch (in.u8(at + 9)) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        bitsPerPixel = samples * in.u8(at + 8);
    }

    private void checkSum(int at, int length) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(in.data(), at + 4, 4 + length);
        if (crc.getValue() != in.u32be(at + 8L + length)) {
            throw new IOException("the PNG is corrupt: a checksum is wrong at byte " + at);
        }
    }

    private void metadata(int type, int at, int length) {
        byte[] b = in.data();
        int end = at + length;
        if (length > ExifOrientation.MAX_BYTES) {
            return;
        }
        if (type == EXIF) {
            exif = Arrays.copyOfRange(b, at, end);
        } else if (type == TEXT || type == COMPRESSED_TEXT || type == INTERNATIONAL_TEXT) {
            int zero = indexOfZero(b, at, end);
            String keyword = new String(b, at, zero - at, StandardCharsets.ISO_8859_1);
            if (keyword.equals("XML:com.adobe.xmp")) {
                xmp = text(type, zero + 1, end);
            } else if (keyword.equals("Raw profile type exif") && exif.length == 0) {
                exif = rawProfile(text(type, zero + 1, end));
            }
        }
    }

    /** The text after the keyword; empty when it is damaged or would inflate beyond reason. */
    private byte[] text(int type, int from, int end) {
        byte[] b = in.data();
        int at = from;
        boolean compressed = type == COMPRESSED_TEXT;
        if (type == COMPRESSED_TEXT) {
            at += 1;
        } else if (type == INTERNATIONAL_TEXT) {
            compressed = at < end && b[at] != 0;
            at = indexOfZero(b, Math.min(at + 2, end), end) + 1; // language tag
            at = indexOfZero(b, Math.min(at, end), end) + 1; // translated keyword
        }
        if (at >= end) {
            return new byte[0];
        }
        if (!compressed) {
            return Arrays.copyOfRange(b, at, end);
        }
        try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(b, at, end - at))) {
            byte[] text = inflater.readNBytes(ExifOrientation.MAX_BYTES);
            return text.length == ExifOrientation.MAX_BYTES ? new byte[0] : text;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** ImageMagick's EXIF in text: a blank line, a name, a length, then hexadecimal digits in lines. */
    private static byte[] rawProfile(byte[] text) {
        String[] lines = new String(text, StandardCharsets.ISO_8859_1).split("\n", 4);
        if (lines.length < 4) {
            return new byte[0];
        }
        try {
            return ExifOrientation.withoutPreamble(HexFormat.of().parseHex(lines[3].replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static int indexOfZero(byte[] b, int from, int end) {
        int at = from;
        while (at < end && b[at] != 0) {
            at++;
        }
        return at;
    }
}
