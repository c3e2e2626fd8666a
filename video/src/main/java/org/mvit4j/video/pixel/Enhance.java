package org.mvit4j.video.pixel;

import org.mvit4j.data.image.RgbImage;

/**
 * {@code PIL.ImageEnhance}: between a picture that lacks something at factor 0 and the picture itself at factor 1, and
 * beyond.
 */
public final class Enhance {

    private Enhance() {}

    /** Towards grey. */
    public static RgbImage color(RgbImage picture, double factor) {
        byte[] in = picture.pixels();
        byte[] grey = new byte[in.length];
        for (int i = 0; i < in.length; i += 3) {
            byte luma = (byte) luma(in, i);
            grey[i] = luma;
            grey[i + 1] = luma;
            grey[i + 2] = luma;
        }
        return blend(grey, picture, factor);
    }

    /** Towards the mean grey. */
    public static RgbImage contrast(RgbImage picture, double factor) {
        byte[] in = picture.pixels();
        long sum = 0;
        for (int i = 0; i < in.length; i += 3) {
            sum += luma(in, i);
        }
        byte[] mean = new byte[in.length];
        java.util.Arrays.fill(mean, (byte) ((double) sum / (in.length / 3) + 0.5));
        return blend(mean, picture, factor);
    }

    /** Towards black. */
    public static RgbImage brightness(RgbImage picture, double factor) {
        return blend(new byte[picture.pixels().length], picture, factor);
    }

    /** Towards the smoothed picture. */
    public static RgbImage sharpness(RgbImage picture, double factor) {
        return blend(smooth(picture), picture, factor);
    }

    /** ITU-R 601-2 luma in fixed point. */
    private static int luma(byte[] rgb, int at) {
        return (rgb[at] & 0xff) * 19595 + (rgb[at + 1] & 0xff) * 38470 + (rgb[at + 2] & 0xff) * 7471 + 0x8000 >> 16;
    }

    /** {@code ImageFilter.SMOOTH}, summed in the order and precision of Pillow; the border stays. */
    private static byte[] smooth(RgbImage picture) {
        byte[] in = picture.pixels();
        byte[] out = in.clone();
        int row = 3 * picture.width();
        float one = 1f / 13;
        float five = 5f / 13;
        for (int y = 1; y < picture.height() - 1; y++) {
            for (int i = y * row + 3; i < (y + 1) * row - 3; i++) {
                float sum = 0.5f;
                sum += (in[i + row - 3] & 0xff) * one + (in[i + row] & 0xff) * one + (in[i + row + 3] & 0xff) * one;
                sum += (in[i - 3] & 0xff) * one + (in[i] & 0xff) * five + (in[i + 3] & 0xff) * one;
                sum += (in[i - row - 3] & 0xff) * one + (in[i - row] & 0xff) * one + (in[i - row + 3] & 0xff) * one;
                out[i] = (byte) Math.min(255, (int) sum);
            }
        }
        return out;
    }

    /** {@code from + factor (to - from)} in float32, cut to bytes; {@code Image.blend}. */
    static RgbImage blend(byte[] from, RgbImage to, double factor) {
        float alpha = (float) factor;
        byte[] target = to.pixels();
        byte[] out = new byte[from.length];
        for (int i = 0; i < out.length; i++) {
            int a = from[i] & 0xff;
            float value = a + alpha * ((target[i] & 0xff) - a);
            out[i] = (byte) Math.max(0, Math.min(255, (int) value));
        }
        return new RgbImage(to.width(), to.height(), out);
    }
}
