package org.mvit4j.video.synthetic;

import java.util.random.RandomGenerator;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.loader.SeedMix;

/**
 * A flower before a cloudy background, drawn at any four phases in [0, 1): column and row of its centre, scale and angle
 * of its pattern. One half of it is light, the other dark, and rings around the centre shade both. The picture repeats in
 * each phase without a seam: what leaves on one side comes back on the other, and rings that have flowed outwards by a
 * period look the same.
 */
final class MotionScene {

    /** Number of phases. */
    static final int PHASES = 4;

    /** Largest difference that grain makes to a value. */
    static final int GRAIN = 8;

    private static final int CELLS = 4;
    private static final int SAMPLES = 2;
    private static final double TURN = 2 * Math.PI;

    private final int side;
    private final int petals;
    private final double radius;
    private final double ringPeriod;
    private final int[][] light;
    private final int[][] dark;
    private final int[][] background;

    /** @param side of the square pictures, in pixels */
    MotionScene(int side, RandomGenerator random) {
        this.side = side;
        petals = 2 + random.nextInt(2);
        radius = side * (0.3 + 0.06 * random.nextDouble());
        ringPeriod = radius * (0.65 + 0.15 * random.nextDouble());
        float hue = random.nextFloat();
        light = shades(hue, 0.15f + 0.5f * random.nextFloat(), 1, 0.6f);
        dark = shades(hue + 0.35f + 0.3f * random.nextFloat(), 0.5f + 0.4f * random.nextFloat(), 0.48f, 0.08f);
        background = clouds(random);
    }

    private static int[][] shades(float hue, float saturation, float bright, float shaded) {
        return new int[][] {color(hue, saturation, bright), color(hue, saturation, shaded)};
    }

    private static int[] color(float hue, float saturation, float brightness) {
        int rgb = java.awt.Color.HSBtoRGB(hue, saturation, brightness);
        return new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
    }

    /** Values of a coarse grid with wrapping edges, interpolated. */
    private int[][] clouds(RandomGenerator random) {
        int[] from = color(random.nextFloat(), 0.35f * random.nextFloat(), 0.45f + 0.15f * random.nextFloat());
        double[] grid = new double[CELLS * CELLS];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = 0.85 + 0.3 * random.nextDouble();
        }
        int[][] pixels = new int[side * side][3];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double factor = cloud(grid, (double) x * CELLS / side, (double) y * CELLS / side);
                for (int c = 0; c < 3; c++) {
                    pixels[y * side + x][c] = (int) Math.min(255, from[c] * factor);
                }
            }
        }
        return pixels;
    }

    private static double cloud(double[] grid, double x, double y) {
        int i = (int) x;
        int j = (int) y;
        double u = x - i;
        double v = y - j;
        int right = (i + 1) % CELLS;
        int below = (j + 1) % CELLS * CELLS;
        double top = grid[j * CELLS + i] * (1 - u) + grid[j * CELLS + right] * u;
        double bottom = grid[below + i] * (1 - u) + grid[below + right] * u;
        return top * (1 - v) + bottom * v;
    }

    /** Number of petals. */
    int petals() {
        return petals;
    }

    /**
     * Draws a frame.
     *
     * @param phases column, row, scale, angle; whole numbers do not matter
     * @param grainSeed of the noise
     */
    RgbImage draw(double[] phases, long grainSeed) {
        RandomGenerator grain = SeedMix.random(grainSeed, 0);
        byte[] pixels = new byte[3 * side * side];
        double centreX = fraction(phases[0]) * side;
        double centreY = fraction(phases[1]) * side;
        double turn = fraction(phases[3]) * TURN;
        double[] sum = new double[3];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int[] behind = background[y * side + x];
                java.util.Arrays.fill(sum, 0);
                for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                    double dx = wrapped(x + (s % SAMPLES + 0.5) / SAMPLES - centreX);
                    double dy = wrapped(y + (s / SAMPLES + 0.5) / SAMPLES - centreY);
                    int[] value = sample(dx, dy, phases[2], turn, behind);
                    for (int c = 0; c < 3; c++) {
                        sum[c] += value[c];
                    }
                }
                int noise = grain.nextInt(2 * GRAIN + 1) - GRAIN;
                for (int c = 0; c < 3; c++) {
                    long value = Math.round(sum[c] / (SAMPLES * SAMPLES)) + noise;
                    pixels[3 * (y * side + x) + c] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        }
        return new RgbImage(side, side, pixels);
    }

    private int[] sample(double dx, double dy, double scale, double turn, int[] behind) {
        double r = Math.sqrt(dx * dx + dy * dy);
        if (r > 1.25 * radius) {
            return behind;
        }
        double angle = Math.atan2(dy, dx) - turn;
        if (r > radius * (1 + 0.2 * Math.cos(petals * angle))) {
            return behind;
        }
        double ring = fraction(r / ringPeriod - scale);
        return (fraction(angle / TURN) < 0.5 ? light : dark)[ring < 0.5 ? 0 : 1];
    }

    /** The difference of two columns or rows the short way round. */
    private double wrapped(double difference) {
        return difference - side * Math.rint(difference / side);
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }
}
