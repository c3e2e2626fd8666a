package org.mvit4j.data.transform;

import java.util.Arrays;
import org.mvit4j.data.image.RgbImage;

/** Consecutive output rows of a {@link Resize}, with the ring of horizontally resampled rows they share. */
final class ResizeBand {

    private final byte[] in;
    private final int inWidth;
    private final ResampleTaps across;
    private final ResampleTaps down;
    private final int rowLength;
    private final int[][] ring;
    private final int[] sums;
    private int filled;

    ResizeBand(RgbImage image, ResampleTaps across, ResampleTaps down) {
        this.in = image.pixels();
        this.inWidth = image.width();
        this.across = across;
        this.down = down;
        this.rowLength = 3 * across.first().length;
        this.ring = new int[down.stride()][rowLength];
        this.sums = new int[rowLength];
    }

    void run(int fromRow, int toRow, byte[] out) {
        for (int y = fromRow; y < toRow; y++) {
            vertical(y);
            store(sums, out, y * rowLength);
        }
    }

    private void vertical(int y) {
        int first = down.first()[y];
        int count = down.count()[y];
        for (filled = Math.max(filled, first); filled < first + count; filled++) {
            horizontal(filled, ring[filled % ring.length]);
        }
        Arrays.fill(sums, ResampleTaps.HALF);
        for (int k = 0; k < count; k++) {
            add(sums, ring[(first + k) % ring.length], down.weights()[y * down.stride() + k]);
        }
        round(sums);
    }

    private static void add(int[] sums, int[] row, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }

    private static void round(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = ResampleTaps.toSample(sums[i]);
        }
    }

    private static void store(int[] row, byte[] out, int at) {
        for (int i = 0; i < row.length; i++) {
            out[at + i] = (byte) row[i];
        }
    }

    private void horizontal(int y, int[] row) {
        int start = 3 * y * inWidth;
        int[] weights = across.weights();
        for (int x = 0, to = 0; to < rowLength; x++, to += 3) {
            int from = start + 3 * across.first()[x];
            int w = x * across.stride();
            int count = across.count()[x];
            int red = ResampleTaps.HALF;
            int green = ResampleTaps.HALF;
            int blue = ResampleTaps.HALF;
            for (int k = 0; k < count; k++) {
                int weight = weights[w + k];
                red += (in[from + 3 * k] & 0xff) * weight;
                green += (in[from + 3 * k + 1] & 0xff) * weight;
                blue += (in[from + 3 * k + 2] & 0xff) * weight;
            }
            row[to] = ResampleTaps.toSample(red);
            row[to + 1] = ResampleTaps.toSample(green);
            row[to + 2] = ResampleTaps.toSample(blue);
        }
    }
}
