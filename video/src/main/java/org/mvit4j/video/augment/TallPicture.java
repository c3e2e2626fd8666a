package org.mvit4j.video.augment;

import java.util.Arrays;
import org.mvit4j.data.image.RgbImage;

/** Operations of TensorFlow's RandAugment where they differ from Pillow's. */
final class TallPicture {

    private static final float RED = 0.2989f;
    private static final float GREEN = 0.5870f;
    private static final float BLUE = 0.1140f;

    private TallPicture() {}

    /** Stretches every channel to the whole range, in float32. */
    static RgbImage autoContrast(RgbImage clip) {
        byte[] in = clip.pixels();
        byte[] out = in.clone();
        for (int c = 0; c < 3; c++) {
            int low = 255;
            int high = 0;
            for (int i = c; i < in.length; i += 3) {
                low = Math.min(low, in[i] & 0xff);
                high = Math.max(high, in[i] & 0xff);
            }
            if (high > low) {
                float scale = 255f / (high - low);
                float offset = -low * scale;
                for (int i = c; i < in.length; i += 3) {
                    out[i] = bytes((in[i] & 0xff) * scale + offset);
                }
            }
        }
        return new RgbImage(clip.width(), clip.height(), out);
    }

    /** Between grey and the clip. */
    static RgbImage color(RgbImage clip, float factor) {
        byte[] in = clip.pixels();
        byte[] grey = new byte[in.length];
        for (int i = 0; i < in.length; i += 3) {
            Arrays.fill(grey, i, i + 3, grey(in, i));
        }
        return blend(grey, clip, factor);
    }

    /**
     * Between one level and the clip. The level is meant to be the mean, but is the number of pixels over 256, cut at
     * white: white for every clip of ordinary size.
     */
    static RgbImage contrast(RgbImage clip, float factor) {
        byte[] level = new byte[clip.pixels().length];
        Arrays.fill(level, bytes(level.length / 3 / 256f));
        return blend(level, clip, factor);
    }

    /** Between black and the clip. */
    static RgbImage brightness(RgbImage clip, float factor) {
        return blend(new byte[clip.pixels().length], clip, factor);
    }

    /** Between the smoothed clip, cut to whole values, and the clip; the border stays. */
    static RgbImage sharpness(RgbImage clip, float factor) {
        byte[] in = clip.pixels();
        byte[] smooth = in.clone();
        int row = 3 * clip.width();
        for (int y = 1; y < clip.height() - 1; y++) {
            for (int i = y * row + 3; i < (y + 1) * row - 3; i++) {
                int sum = 4 * (in[i] & 0xff);
                for (int j = i - row; j <= i + row; j += row) {
                    sum += (in[j - 3] & 0xff) + (in[j] & 0xff) + (in[j + 3] & 0xff);
                }
                smooth[i] = (byte) (sum / 13);
            }
        }
        return blend(smooth, clip, factor);
    }

    /** Blackens a square about a place, the same in all frames. */
    static RgbImage cutout(RgbImage clip, int side, int x, int y, int reach) {
        byte[] out = clip.pixels().clone();
        int left = Math.max(0, x - reach);
        int right = Math.min(clip.width(), x + reach);
        for (int frame = 0; frame < clip.height(); frame += side) {
            for (int row = Math.max(0, y - reach); row < Math.min(side, y + reach); row++) {
                int at = (frame + row) * clip.width();
                Arrays.fill(out, 3 * (at + left), 3 * (at + right), (byte) 0);
            }
        }
        return new RgbImage(clip.width(), clip.height(), out);
    }

    private static byte grey(byte[] rgb, int at) {
        float scale = 1 / 255f;
        float grey = (rgb[at] & 0xff) * scale * RED
                + (rgb[at + 1] & 0xff) * scale * GREEN
                + (rgb[at + 2] & 0xff) * scale * BLUE;
        return bytes(grey * 255.5f);
    }

    private static RgbImage blend(byte[] from, RgbImage clip, float factor) {
        byte[] in = clip.pixels();
        byte[] out = new byte[in.length];
        for (int i = 0; i < in.length; i++) {
            int a = from[i] & 0xff;
            out[i] = bytes(a + factor * ((in[i] & 0xff) - a));
        }
        return new RgbImage(clip.width(), clip.height(), out);
    }

    private static byte bytes(float value) {
        return (byte) Math.max(0, Math.min(255, (int) value));
    }
}
