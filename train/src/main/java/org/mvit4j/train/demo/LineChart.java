package org.mvit4j.train.demo;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over a common axis as SVG, with a legend below. */
public final class LineChart {

    private static final double WIDTH = 480;
    private static final double HEIGHT = 280;
    private static final double LEFT = 40;
    private static final double RIGHT = 20;
    private static final double TOP = 10;
    private static final double BOTTOM = 38;

    private final String xAxis;
    private final double xEnd;
    private final double yEnd;
    private final StringBuilder svg = new StringBuilder();
    private final StringBuilder legend = new StringBuilder("<div class=\"legend\">");
    private int series;

    /**
     * Axes from 0.
     *
     * @param xAxis label of the horizontal axis
     * @param xEnd its end
     * @param yEnd end of the vertical axis
     */
    public LineChart(String xAxis, double xEnd, double yEnd) {
        this.xAxis = xAxis;
        this.xEnd = xEnd;
        this.yEnd = yEnd;
        double step = step(yEnd);
        for (double v = 0; v <= yEnd * 1.0001; v += step) {
            line(LEFT, y(v), WIDTH - RIGHT, y(v));
            text(LEFT - 6, y(v) + 4, "end", number(v));
        }
        step = step(xEnd);
        for (double v = 0; v <= xEnd * 1.0001; v += step) {
            text(x(v), HEIGHT - BOTTOM + 16, "middle", number(v));
        }
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, "middle", xAxis);
    }

    /** A chart whose axes fit the points. */
    static String of(String xAxis, Map<String, List<double[]>> lines) {
        double x = 0;
        double y = 0;
        for (List<double[]> points : lines.values()) {
            for (double[] point : points) {
                x = Math.max(x, point[0]);
                y = Math.max(y, point[1]);
            }
        }
        LineChart chart = new LineChart(xAxis, x > 0 ? x : 1, y > 0 ? y * 1.05 : 1);
        lines.forEach(chart::add);
        return chart.html();
    }

    /** Adds a line through points (x, y); values that are not finite are left out. */
    public LineChart add(String name, List<double[]> points) {
        return add(name, points, series++);
    }

    /** The same in the {@link Page#colour} of a number. */
    public LineChart add(String name, List<double[]> points, int number) {
        String colour = Page.colour(number);
        StringBuilder path = new StringBuilder();
        for (double[] p : points) {
            if (Double.isFinite(p[0]) && Double.isFinite(p[1])) {
                path.append(path.isEmpty() ? 'M' : 'L')
                        .append(String.format(Locale.ROOT, "%.1f %.1f", x(p[0]), y(Math.min(p[1], yEnd))));
            }
        }
        if (points.size() == 1 && !path.isEmpty()) {
            path.append("h3");
        }
        svg.append("<path class=\"curve\" style=\"stroke:")
                .append(colour)
                .append("\" d=\"")
                .append(path)
                .append("\"><title>")
                .append(Page.escape(name))
                .append("</title></path>");
        legend.append("<span><i style=\"background:")
                .append(colour)
                .append("\"></i>")
                .append(Page.escape(name))
                .append("</span>");
        return this;
    }

    /** The chart and its legend. */
    public String html() {
        return String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
                        WIDTH,
                        HEIGHT,
                        Page.escape("lines over " + xAxis))
                + svg + "</svg>" + legend + "</div>";
    }

    /** 1, 2 or 5 times a power of ten, so that there are about five of them. */
    private static double step(double end) {
        double rough = end / 5;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    }

    private static String number(double v) {
        return Math.abs(v - Math.rint(v)) < 1e-9
                ? String.format(Locale.ROOT, "%.0f", v)
                : String.format(Locale.ROOT, "%.3g", v).replaceAll("0+$", "");
    }

    private double x(double v) {
        return LEFT + (WIDTH - LEFT - RIGHT) * v / xEnd;
    }

    private double y(double v) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * v / yEnd;
    }

    private void line(double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"frame\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                x1,
                y1,
                x2,
                y2));
    }

    private void text(double x, double y, String anchor, String label) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                Page.escape(label)));
    }
}
