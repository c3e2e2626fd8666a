package org.mvit4j.data.synthetic;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.TexturePaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.random.RandomGenerator;

/** Paints with structure: gradients, stripes, checks, dots, and cloudy noise. */
final class Texture {

    private static final int TILE = 24;
    private static final double LEAST_CONTRAST = 110;

    private Texture() {}

    /** A colour of some brightness. */
    static Color color(RandomGenerator random) {
        return Color.getHSBColor(
                random.nextFloat(), 0.25f + 0.75f * random.nextFloat(), 0.25f + 0.75f * random.nextFloat());
    }

    /** A colour that stands out from another: the outline can be seen. */
    static Color distinct(Color from, RandomGenerator random) {
        while (true) {
            Color next = color(random);
            double red = next.getRed() - from.getRed();
            double green = next.getGreen() - from.getGreen();
            double blue = next.getBlue() - from.getBlue();
            if (Math.sqrt(red * red + green * green + blue * blue) > LEAST_CONTRAST) {
                return next;
            }
        }
    }

    /** A colour near another, for structure that does not hide the outline. */
    private static Color near(Color color, RandomGenerator random) {
        float[] hsb = Color.RGBtoHSB(color.getRed(), color.getGreen(), color.getBlue(), null);
        float brightness = hsb[2] > 0.6f ? hsb[2] - 0.18f : hsb[2] + 0.18f;
        return Color.getHSBColor(hsb[0] + 0.06f * (random.nextFloat() - 0.5f), hsb[1], brightness);
    }

    /** A paint for a region that stands out from what lies behind. */
    static Paint paint(Rectangle2D region, Color behind, RandomGenerator random) {
        Color first = distinct(behind, random);
        Color second = near(first, random);
        int kind = random.nextInt(5);
        if (kind == 0) {
            return first;
        }
        if (kind == 1) {
            return new GradientPaint(
                    (float) region.getMinX(),
                    (float) region.getMinY(),
                    first,
                    (float) region.getMaxX(),
                    (float) region.getMaxY(),
                    second);
        }
        BufferedImage tile = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = tile.createGraphics();
        g.setColor(first);
        g.fillRect(0, 0, TILE, TILE);
        g.setColor(second);
        switch (kind) {
            case 2 -> g.fillRect(0, 0, TILE, TILE / 2);
            case 3 -> {
                g.fillRect(0, 0, TILE / 2, TILE / 2);
                g.fillRect(TILE / 2, TILE / 2, TILE / 2, TILE / 2);
            }
            default -> g.fill(new Ellipse2D.Double(4, 4, TILE - 8, TILE - 8));
        }
        g.dispose();
        double size = TILE * (0.4 + 0.8 * random.nextDouble());
        return new TexturePaint(tile, new Rectangle2D.Double(region.getX(), region.getY(), size, size));
    }

    /** Fills an image with clouds between a colour and one near it: smoothed random values at four scales. */
    static void clouds(BufferedImage image, Color from, RandomGenerator random) {
        Color to = near(from, random);
        int width = image.getWidth();
        int height = image.getHeight();
        double[] field = new double[width * height];
        double amplitude = 1;
        for (int cell = 64; cell >= 8; cell /= 2) {
            int columns = width / cell + 2;
            double[] grid = new double[columns * (height / cell + 2)];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = random.nextDouble() - 0.5;
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    field[y * width + x] +=
                            amplitude * interpolate(grid, columns, (double) x / cell, (double) y / cell);
                }
            }
            amplitude *= 0.6;
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double t = 0.5 + 0.7 * field[y * width + x];
                image.setRGB(
                        x,
                        y,
                        mix(from.getRed(), to.getRed(), t) << 16
                                | mix(from.getGreen(), to.getGreen(), t) << 8
                                | mix(from.getBlue(), to.getBlue(), t));
            }
        }
    }

    private static double interpolate(double[] grid, int columns, double x, double y) {
        int i = (int) x;
        int j = (int) y;
        double u = smooth(x - i);
        double v = smooth(y - j);
        int at = j * columns + i;
        double top = grid[at] * (1 - u) + grid[at + 1] * u;
        double bottom = grid[at + columns] * (1 - u) + grid[at + columns + 1] * u;
        return top * (1 - v) + bottom * v;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static int mix(int from, int to, double t) {
        return (int) Math.max(0, Math.min(255, Math.round(from + (to - from) * t)));
    }

    /** Adds grain to every channel, as a sensor does. */
    static void grain(BufferedImage image, double strength, RandomGenerator random) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                int noise = (int) Math.round(strength * (random.nextDouble() + random.nextDouble() - 1));
                image.setRGB(
                        x,
                        y,
                        clamp((rgb >> 16 & 0xff) + noise) << 16
                                | clamp((rgb >> 8 & 0xff) + noise) << 8
                                | clamp((rgb & 0xff) + noise));
            }
        }
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
