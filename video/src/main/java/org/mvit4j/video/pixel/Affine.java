package org.mvit4j.video.pixel;

import java.util.Arrays;
import org.mvit4j.data.image.RgbImage;

/**
 * {@code Image.transform(size, AFFINE, …)}: the output pixel centred at (x, y) shows the input at
 * {@code (a x + b y + c, d x + e y + f)}, and a grey where that lies outside.
 *
 * @param a input column per output column
 * @param b input column per output row
 * @param c input column of the origin
 * @param d input row per output column
 * @param e input row per output row
 * @param f input row of the origin
 */
public record Affine(double a, double b, double c, double d, double e, double f) {

    private static final byte FILL = (byte) 128;

    /** How values between pixels come about. */
    public enum Interpolation {
        BILINEAR(2),
        BICUBIC(4);

        private final int taps;

        Interpolation(int taps) {
            this.taps = taps;
        }
    }

    /** Columns move with the rows. */
    public static Affine shearX(double factor) {
        return new Affine(1, factor, 0, 0, 1, 0);
    }

    /** Rows move with the columns. */
    public static Affine shearY(double factor) {
        return new Affine(1, 0, 0, factor, 1, 0);
    }

    /** Shows what lies that many pixels to the right and below. */
    public static Affine translate(double x, double y) {
        return new Affine(1, 0, x, 0, 1, y);
    }

    /** Turns counter-clockwise about the centre; {@code Image.rotate}. */
    public static Affine rotate(double degrees, int width, int height) {
        double angle = -Math.toRadians(floorMod(degrees, 360));
        double cos = rounded(Math.cos(angle));
        double sin = rounded(Math.sin(angle));
        double x = width / 2.0;
        double y = height / 2.0;
        return new Affine(cos, sin, cos * -x + sin * -y + 0.0 + x, -sin, cos, -sin * -x + cos * -y + 0.0 + y);
    }

    private static double floorMod(double value, double modulus) {
        double rest = value % modulus;
        return rest < 0 ? rest + modulus : rest;
    }

    /** To 15 decimals. */
    private static double rounded(double value) {
        return new java.math.BigDecimal(value)
                .setScale(15, java.math.RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** Whether every pixel stays where it is. */
    private boolean identity() {
        return a == 1 && b == 0 && c == 0 && d == 0 && e == 1 && f == 0;
    }

    /** A picture of the same size. */
    public RgbImage apply(RgbImage picture, Interpolation interpolation) {
        if (identity()) {
            return picture;
        }
        int width = picture.width();
        int height = picture.height();
        byte[] out = new byte[picture.pixels().length];
        Arrays.fill(out, FILL);
        Neighbourhood near = new Neighbourhood(picture, interpolation.taps);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 3) {
                double inX = a * (x + 0.5) + b * (y + 0.5) + c;
                double inY = d * (x + 0.5) + e * (y + 0.5) + f;
                if (inX >= 0 && inX < width && inY >= 0 && inY < height) {
                    near.sample(inX - 0.5, inY - 0.5, out, at);
                }
            }
        }
        return new RgbImage(width, height, out);
    }

    /** The pixels about a place; beyond the border the border's pixels go on. */
    private static final class Neighbourhood {
        private final byte[] pixels;
        private final int width;
        private final int height;
        private final int taps;
        private final int[] columns;
        private final double[] rows;

        Neighbourhood(RgbImage picture, int taps) {
            pixels = picture.pixels();
            width = picture.width();
            height = picture.height();
            this.taps = taps;
            columns = new int[taps];
            rows = new double[taps];
        }

        void sample(double x, double y, byte[] out, int at) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            double dx = x - left;
            double dy = y - top;
            for (int i = 0; i < taps; i++) {
                columns[i] = 3 * Math.max(0, Math.min(width - 1, left + i - (taps / 2 - 1)));
            }
            for (int channel = 0; channel < 3; channel++) {
                for (int j = 0; j < taps; j++) {
                    int row = Math.max(0, Math.min(height - 1, top + j - (taps / 2 - 1)));
                    rows[j] = row(3 * width * row + channel, dx);
                }
                double value = taps == 2 ? linear(rows[0], rows[1], dy) : cubic(rows[0], rows[1], rows[2], rows[3], dy);
                out[at + channel] = (byte) Math.max(0, Math.min(255, (int) value));
            }
        }

        private double row(int from, double dx) {
            double v1 = pixels[from + columns[0]] & 0xff;
            double v2 = pixels[from + columns[1]] & 0xff;
            return taps == 2
                    ? linear(v1, v2, dx)
                    : cubic(v1, v2, pixels[from + columns[2]] & 0xff, pixels[from + columns[3]] & 0xff, dx);
        }

        private static double linear(double v1, double v2, double d) {
            return v1 + (v2 - v1) * d;
        }

        /** Keys' cubic with a = -1. */
        private static double cubic(double v1, double v2, double v3, double v4, double d) {
            double p2 = -v1 + v3;
            double p3 = 2 * (v1 - v2) + v3 - v4;
            double p4 = -v1 + v2 - v3 + v4;
            return v2 + d * (p2 + d * (p3 + d * p4));
        }
    }
}
