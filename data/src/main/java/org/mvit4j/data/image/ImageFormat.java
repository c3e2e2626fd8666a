package org.mvit4j.data.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The formats that are read, told apart by their first bytes; file names play no part. */
enum ImageFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    TIFF,
    WEBP;

    String label() {
        return this == WEBP ? "WebP" : name();
    }

    /** Bytes needed by {@link #sniff}. */
    static final int MAGIC = 16;

    static @Nullable ImageFormat sniff(byte[] b) {
        if (starts(b, 0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (starts(b, 0, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (starts(b, 0, "GIF87a") || starts(b, 0, "GIF89a")) {
            return GIF;
        }
        if (starts(b, 0, "BM")) {
            return BMP;
        }
        if (starts(b, 0, "II*\0") || starts(b, 0, "MM\0*")) {
            return TIFF;
        }
        if (starts(b, 0, "RIFF") && starts(b, 8, "WEBP")) {
            return WEBP;
        }
        return null;
    }

    EncodedImage open(byte[] bytes) throws IOException {
        return switch (this) {
            case JPEG -> JpegImage.open(bytes);
            case PNG -> PngImage.open(bytes);
            case GIF -> GifImage.open(bytes);
            case BMP -> BmpImage.open(bytes);
            case TIFF -> TiffImage.open(bytes);
            case WEBP -> WebpImage.open(bytes);
        };
    }

    /** A name for bytes that are none of these formats. */
    static String describe(byte[] b) {
        if (b.length == 0) {
            return "the file is empty";
        }
        if (starts(b, 4, "ftyp")) {
            String brand = new String(b, 8, Math.min(4, Math.max(0, b.length - 8)), StandardCharsets.ISO_8859_1);
            return switch (brand) {
                case "heic", "heix", "mif1", "msf1" -> "this is HEIC, which is not read";
                case "avif", "avis" -> "this is AVIF, which is not read";
                default -> "this is a video (MP4 family), not a picture";
            };
        }
        if (starts(b, 0, "%PDF")) {
            return "this is a PDF, not a picture";
        }
        if (starts(b, 0, "8BPS")) {
            return "this is a Photoshop document, which is not read";
        }
        if (starts(b, 0, "II+\0") || starts(b, 0, "MM\0+")) {
            return "this is BigTIFF, which is not read";
        }
        if (starts(b, 4, "jP  ") || starts(b, 0, "\u00ff\u004f\u00ff\u0051")) {
            return "this is JPEG 2000, which is not read";
        }
        if (starts(b, 0, "<") || starts(b, 0, "\u00ef\u00bb\u00bf<")) {
            return "this is text with markup (HTML, XML or SVG), not a picture";
        }
        return "the first bytes belong to no known picture format";
    }

    static boolean starts(byte[] b, int offset, String magic) {
        if (b.length < offset + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((b[offset + i] & 0xff) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
