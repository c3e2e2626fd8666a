package org.mvit4j.data.image;

/**
 * What a picture may cost, checked on its header before anything is decoded.
 *
 * @param maxPixels width times height; the default is the figure at which Pillow refuses a picture
 * @param maxBytes length of the encoded file
 */
public record DecodeLimits(long maxPixels, long maxBytes) {

    public static final DecodeLimits DEFAULT = new DecodeLimits(178_956_970L, 256L << 20);

    /** A Java array holds no more, at three bytes a pixel. */
    static final long ARRAY_PIXELS = (Integer.MAX_VALUE - 8) / 4;

    public DecodeLimits {
        if (maxPixels < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: " + maxPixels + " pixels, " + maxBytes + " bytes");
        }
    }
}
