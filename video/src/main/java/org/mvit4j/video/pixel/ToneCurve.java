package org.mvit4j.video.pixel;

import java.util.function.IntUnaryOperator;
import org.mvit4j.data.image.RgbImage;

/** What replaces each value of each channel: {@code PIL.ImageOps} and {@code Image.point}. */
public final class ToneCurve {

    private static final int VALUES = 256;

    private final byte[][] tables;

    private ToneCurve(byte[][] tables) {
        this.tables = tables;
    }

    private static ToneCurve same(IntUnaryOperator curve) {
        byte[] table = table(curve);
        return new ToneCurve(new byte[][] {table, table, table});
    }

    private static byte[] table(IntUnaryOperator curve) {
        byte[] table = new byte[VALUES];
        for (int v = 0; v < VALUES; v++) {
            table[v] = (byte) Math.max(0, Math.min(255, curve.applyAsInt(v)));
        }
        return table;
    }

    /** Negative. */
    public static ToneCurve invert() {
        return same(v -> 255 - v);
    }

    /**
     * Keeps the highest bits.
     *
     * @param bits how many; at 8 and above nothing changes, at 0 and below all is black
     */
    public static ToneCurve posterize(int bits) {
        int dropped = Math.max(0, Math.min(8, 8 - bits));
        return same(v -> v >> dropped << dropped);
    }

    /** Values from the threshold on become their negative. */
    public static ToneCurve solarize(int threshold) {
        return same(v -> v < threshold ? v : 255 - v);
    }

    /** Values below 128 become brighter. */
    public static ToneCurve solarizeAdd(int addition) {
        return same(v -> v < 128 ? v + addition : v);
    }

    /** Stretches every channel to the whole range. */
    public static ToneCurve autoContrast(RgbImage picture) {
        int[][] histograms = histograms(picture);
        byte[][] tables = new byte[3][];
        for (int c = 0; c < 3; c++) {
            int low = 0;
            while (histograms[c][low] == 0) {
                low++;
            }
            int high = VALUES - 1;
            while (histograms[c][high] == 0) {
                high--;
            }
            double scale = 255.0 / (high - low);
            double offset = -low * scale;
            tables[c] = high <= low ? table(v -> v) : table(v -> (int) (v * scale + offset));
        }
        return new ToneCurve(tables);
    }

    /** Makes the values of every channel about equally frequent. */
    public static ToneCurve equalize(RgbImage picture) {
        int[][] histograms = histograms(picture);
        byte[][] tables = new byte[3][];
        int pixels = picture.width() * picture.height();
        for (int c = 0; c < 3; c++) {
            int[] histogram = histograms[c];
            int last = VALUES - 1;
            while (histogram[last] == 0) {
                last--;
            }
            int step = (pixels - histogram[last]) / 255;
            int[] sums = new int[VALUES];
            for (int v = 1; v < VALUES; v++) {
                sums[v] = sums[v - 1] + histogram[v - 1];
            }
            tables[c] = step == 0 ? table(v -> v) : table(v -> (step / 2 + sums[v]) / step);
        }
        return new ToneCurve(tables);
    }

    private static int[][] histograms(RgbImage picture) {
        int[][] histograms = new int[3][VALUES];
        byte[] pixels = picture.pixels();
        for (int i = 0; i < pixels.length; i += 3) {
            histograms[0][pixels[i] & 0xff]++;
            histograms[1][pixels[i + 1] & 0xff]++;
            histograms[2][pixels[i + 2] & 0xff]++;
        }
        return histograms;
    }

    /** Replaces all values. */
    public RgbImage apply(RgbImage picture) {
        byte[] in = picture.pixels();
        byte[] out = new byte[in.length];
        for (int i = 0; i < in.length; i += 3) {
            out[i] = tables[0][in[i] & 0xff];
            out[i + 1] = tables[1][in[i + 1] & 0xff];
            out[i + 2] = tables[2][in[i + 2] & 0xff];
        }
        return new RgbImage(picture.width(), picture.height(), out);
    }
}
