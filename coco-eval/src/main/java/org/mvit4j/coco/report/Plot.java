package org.mvit4j.coco.report;

import java.util.Locale;

/** A square plot of values from 0 to 1 over values from 0 to 1. */
final class Plot {
    static final double WIDTH = 520;
    static final double HEIGHT = 380;
    static final double LEFT = 46;
    static final double TOP = 12;
    static final double INNER_WIDTH = WIDTH - LEFT - 14;
    static final double INNER_HEIGHT = HEIGHT - TOP - 44;

    private final Svg svg;

    Plot(String cssClass, String description, String xLabel, String yLabel) {
        svg = new Svg(WIDTH, HEIGHT, "plot " + cssClass, description);
        for (int i = 0; i <= 5; i++) {
            double v = i / 5.0;
            String label = String.format(Locale.ROOT, "%.1f", v);
            svg.line(x(0), y(v), x(1), y(v), i == 0 ? "axis" : "grid");
            svg.text(LEFT - 8, y(v) + 4, "tick end", label);
            svg.text(x(v), y(0) + 18, "tick middle", label);
        }
        svg.text(x(0.5), HEIGHT - 6, "label middle", xLabel);
        svg.raw("<text class=\"label middle\" transform=\"translate(13 " + Svg.number(y(0.5)) + ") rotate(-90)\">"
                + Svg.escape(yLabel) + "</text>");
    }

    static double x(double value) {
        return LEFT + INNER_WIDTH * value;
    }

    static double y(double value) {
        return TOP + INNER_HEIGHT * (1 - value);
    }

    Plot curve(double[] xs, double[] ys, String cssClass, String style) {
        double[] px = new double[xs.length];
        double[] py = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            px[i] = x(xs[i]);
            py[i] = y(ys[i]);
        }
        svg.path(px, py, cssClass, style);
        return this;
    }

    Svg svg() {
        return svg;
    }
}
