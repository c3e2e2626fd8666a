package org.mvit4j.detect.draw;

import java.awt.Color;

/**
 * Endless stable colours: hues step by the golden angle, so that neighbours in the list differ most, while lightness and
 * chroma cycle with other periods. Computed in OKLCH (B. Ottosson, 2020), where equal steps look equal.
 */
final class Palette {

    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
    private static final double[] LIGHTNESS = {0.70, 0.80, 0.61};
    private static final double[] CHROMA = {0.19, 0.14};

    private Palette() {}

    static Color colour(int index) {
        int i = Math.floorMod(index, 1 << 20);
        double hue = 0.5 + i * GOLDEN_ANGLE;
        double lightness = LIGHTNESS[i % LIGHTNESS.length];
        double chroma = CHROMA[i / LIGHTNESS.length % CHROMA.length];
        return ofOklch(lightness, chroma, hue);
    }

    private static Color ofOklch(double lightness, double chroma, double hue) {
        double a = chroma * Math.cos(hue);
        double b = chroma * Math.sin(hue);
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new Color(
                gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    private static double cube(double v) {
        return v * v * v;
    }

    private static int gamma(double linear) {
        double c = Math.max(0, Math.min(1, linear));
        double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * encoded);
    }

    /** Black or white, whichever stands out more from the plate by WCAG's contrast ratio. */
    static Color textOn(Color plate) {
        double luminance = luminance(plate);
        return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? Color.BLACK : Color.WHITE;
    }

    /** Relative luminance of WCAG 2. */
    static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int value) {
        double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
