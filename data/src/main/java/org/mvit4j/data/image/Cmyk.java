package org.mvit4j.data.image;

/** CMYK to RGB without a profile: {@code (255 - c)(255 - k) / 255} in Pillow's rounded 8-bit arithmetic. */
final class Cmyk {

    private Cmyk() {}

    static byte[] toRgb(byte[] cmyk, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
            int light = 255 - (cmyk[from + 3] & 0xff);
            rgb[to] = ink(cmyk[from], light);
            rgb[to + 1] = ink(cmyk[from + 1], light);
            rgb[to + 2] = ink(cmyk[from + 2], light);
        }
        return rgb;
    }

    private static byte ink(byte value, int light) {
        int product = (value & 0xff) * light + 128;
        return (byte) (light - (((product >> 8) + product) >> 8));
    }
}
