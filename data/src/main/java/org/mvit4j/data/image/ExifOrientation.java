package org.mvit4j.data.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The orientation tag of an EXIF block, or of an XMP packet where EXIF has none, as Pillow looks it up. */
final class ExifOrientation {

    static final String PREAMBLE = "Exif\0\0";

    /** Larger blocks are not metadata anyone wrote on purpose, and are ignored. */
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");
    private static final int ABSENT = Integer.MIN_VALUE;

    private ExifOrientation() {}

    /** Both may be empty; damaged metadata counts as absent, since the picture itself may be sound. */
    static Orientation of(byte[] tiff, byte[] xmp) {
        int value = ofTiff(tiff);
        if (value == ABSENT && xmp.length > 0) {
            Matcher match = IN_XMP.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
            value = match.find() ? match.group(1).charAt(0) - '0' : ABSENT;
        }
        return Orientation.ofExif(value);
    }

    /** The block itself, where a file put the preamble of JPEG before it. */
    static byte[] withoutPreamble(byte[] exif) {
        return ImageFormat.starts(exif, 0, PREAMBLE) ? Arrays.copyOfRange(exif, PREAMBLE.length(), exif.length) : exif;
    }

    private static int ofTiff(byte[] tiff) {
        if (tiff.length == 0) {
            return ABSENT;
        }
        try {
            return TiffTags.read(tiff).get(TiffTags.ORIENTATION, ABSENT);
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
