package org.mvit4j.data.image;

/**
 * JFIF's YCbCr to RGB in libjpeg's fixed point: 16 fractional bits, rounded once per channel (jdcolor.c's tables).
 *
 * <p>R = Y + 1.402 Cr, G = Y - 0.34414 Cb - 0.71414 Cr, B = Y + 1.772 Cb, with Cb and Cr centred on 128.
 */
final class YccToRgb {

    private static final int BITS = 16;
    private static final int HALF = 1 << (BITS - 1);
    private static final int[] RED_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            RED_OF_CR[i] = (fix(1.40200) * x + HALF) >> BITS;
            BLUE_OF_CB[i] = (fix(1.77200) * x + HALF) >> BITS;
            GREEN_OF_CR[i] = -fix(0.71414) * x;
            GREEN_OF_CB[i] = -fix(0.34414) * x + HALF;
        }
    }

    private YccToRgb() {}

    private static int fix(double x) {
        return (int) (x * (1 << BITS) + 0.5);
    }

    /** Converts the first three of every {@code stride} bytes and returns the array. */
    static byte[] inPlace(byte[] px, int stride) {
        for (int i = 0; i + 2 < px.length; i += stride) {
            int y = px[i] & 0xff;
            int cb = px[i + 1] & 0xff;
            int cr = px[i + 2] & 0xff;
            px[i] = clamp(y + RED_OF_CR[cr]);
            px[i + 1] = clamp(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> BITS));
            px[i + 2] = clamp(y + BLUE_OF_CB[cb]);
        }
        return px;
    }

    private static byte clamp(int v) {
        return (byte) Math.max(0, Math.min(255, v));
    }
}
