package org.mvit4j.video.clip;

import java.util.Objects;
import org.mvit4j.data.image.RgbImage;

/**
 * A window of a resized picture by plain bilinear interpolation ({@code align_corners=False}), without antialiasing as
 * the references of every video family have it. Only what lies in the window is computed.
 */
public final class BilinearWindow {

    private final Taps across;
    private final Taps down;

    private BilinearWindow(Taps across, Taps down) {
        this.across = across;
        this.down = down;
    }

    /**
     * A part of a whole picture resized.
     *
     * @param width of the picture
     * @param height of the picture
     * @param scaledWidth of the resized picture
     * @param scaledHeight of the resized picture
     * @param left of the window in the resized picture
     * @param top of the window in the resized picture
     * @param windowWidth of the window
     * @param windowHeight of the window
     */
    public static BilinearWindow of(
            int width,
            int height,
            int scaledWidth,
            int scaledHeight,
            int left,
            int top,
            int windowWidth,
            int windowHeight) {
        Objects.checkFromIndexSize(left, windowWidth, scaledWidth);
        Objects.checkFromIndexSize(top, windowHeight, scaledHeight);
        return new BilinearWindow(
                new Taps(0, width, scaledWidth, left, windowWidth),
                new Taps(0, height, scaledHeight, top, windowHeight));
    }

    /** A box of a picture resized to the given size; pixels outside the box take no part. */
    public static BilinearWindow ofBox(int left, int top, int boxWidth, int boxHeight, int toWidth, int toHeight) {
        return new BilinearWindow(
                new Taps(left, boxWidth, toWidth, 0, toWidth), new Taps(top, boxHeight, toHeight, 0, toHeight));
    }

    public int width() {
        return across.weight.length;
    }

    public int height() {
        return down.weight.length;
    }

    /** Returns the values on the scale 0 to 255, not rounded, red first: [3, height, width]. */
    public float[] sample(RgbImage picture) {
        byte[] pixels = picture.pixels();
        int row = 3 * picture.width();
        int w = width();
        int h = height();
        float[] out = new float[3 * w * h];
        for (int y = 0; y < h; y++) {
            int upper = down.low[y] * row;
            int lower = down.high[y] * row;
            float below = down.weight[y];
            for (int x = 0; x < w; x++) {
                int left = 3 * across.low[x];
                int right = 3 * across.high[x];
                float weight = across.weight[x];
                for (int c = 0; c < 3; c++) {
                    float top = mix(pixels[upper + left + c] & 0xff, pixels[upper + right + c] & 0xff, weight);
                    float bottom = mix(pixels[lower + left + c] & 0xff, pixels[lower + right + c] & 0xff, weight);
                    out[(c * h + y) * w + x] = (1 - below) * top + below * bottom;
                }
            }
        }
        return out;
    }

    private static float mix(int a, int b, float w) {
        return (1 - w) * a + w * b;
    }

    /** Two source places and the weight of the second, for a window of a resized axis. */
    private static final class Taps {
        final int[] low;
        final int[] high;
        final float[] weight;

        Taps(int origin, int in, int out, int start, int count) {
            low = new int[count];
            high = new int[count];
            weight = new float[count];
            float ratio = (float) in / out;
            for (int i = 0; i < count; i++) {
                float source = Math.max((start + i + 0.5f) * ratio - 0.5f, 0);
                int at = Math.min((int) source, in - 1);
                low[i] = origin + at;
                high[i] = origin + Math.min(at + 1, in - 1);
                weight[i] = Math.min(source - at, 1);
            }
        }
    }
}
