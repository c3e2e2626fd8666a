package org.mvit4j.data.image;

/** One sample per pixel, repeated in all three channels. */
final class Grey {

    private Grey() {}

    static byte[] toRgb(byte[] grey) {
        byte[] rgb = new byte[3 * grey.length];
        for (int i = 0, to = 0; i < grey.length; i++, to += 3) {
            byte v = grey[i];
            rgb[to] = v;
            rgb[to + 1] = v;
            rgb[to + 2] = v;
        }
        return rgb;
    }
}
