package org.mvit4j.data.batch;

import java.nio.FloatBuffer;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/** Writes rows of one picture's canvas. */
final class CanvasRows {

    private final RgbImage image;
    private final ImageSize canvas;
    private final Normalization normalization;
    private final Layout layout;
    private final FloatBuffer out;
    private final boolean zeroed;
    private final int start;
    private final float[][] tables = new float[3][];

    CanvasRows(
            RgbImage image,
            int index,
            ImageSize canvas,
            Normalization normalization,
            Layout layout,
            FloatBuffer out,
            boolean zeroed) {
        this.image = image;
        this.canvas = canvas;
        this.normalization = normalization;
        this.layout = layout;
        this.out = out;
        this.zeroed = zeroed;
        this.start = Math.toIntExact(3L * index * canvas.pixels());
        for (int c = 0; c < 3; c++) {
            tables[c] = normalization.table(c);
        }
    }

    void write(int from, int to) {
        if (layout == Layout.NHWC) {
            interleaved(from, to);
        } else {
            for (int c = 0; c < 3; c++) {
                plane(c, from, to);
            }
        }
    }

    private void interleaved(int from, int to) {
        int used = 3 * image.width();
        float[] row = new float[3 * canvas.width()]; // the tail stays zero
        float[] zeros = new float[row.length];
        byte[] px = image.pixels();
        int s0 = normalization.source(0);
        int s2 = normalization.source(2);
        float[] t0 = tables[0];
        float[] t1 = tables[1];
        float[] t2 = tables[2];
        for (int y = from; y < to; y++) {
            int at = start + y * row.length;
            if (y >= image.height()) {
                clear(at, zeros);
                continue;
            }
            int p = y * used;
            for (int i = 0; i < used; i += 3, p += 3) {
                row[i] = t0[px[p + s0] & 0xff];
                row[i + 1] = t1[px[p + 1] & 0xff];
                row[i + 2] = t2[px[p + s2] & 0xff];
            }
            out.put(at, row, 0, zeroed ? used : row.length);
        }
    }

    private void plane(int channel, int from, int to) {
        float[] row = new float[canvas.width()];
        float[] zeros = new float[row.length];
        byte[] px = image.pixels();
        float[] table = tables[channel];
        int source = normalization.source(channel);
        for (int y = from; y < to; y++) {
            int at = start + (channel * canvas.height() + y) * row.length;
            if (y >= image.height()) {
                clear(at, zeros);
                continue;
            }
            int p = 3 * y * image.width() + source;
            for (int x = 0; x < image.width(); x++, p += 3) {
                row[x] = table[px[p] & 0xff];
            }
            out.put(at, row, 0, zeroed ? image.width() : row.length);
        }
    }

    private void clear(int at, float[] zeros) {
        if (!zeroed) {
            out.put(at, zeros);
        }
    }
}
