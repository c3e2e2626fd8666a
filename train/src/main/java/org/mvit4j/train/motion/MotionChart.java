package org.mvit4j.train.motion;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Curves over steps as a drawing of lines in a page. */
final class MotionChart {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 270;
    private static final int LEFT = 42;
    private static final int BOTTOM = 30;
    private static final int TICKS = 5;

    /** Series of up to so many points show each of them. */
    private static final int DOTTED = 12;

    private MotionChart() {}

    /**
     * Draws.
     *
     * @param lines points of step and value by title
     * @param colors by title
     * @param top the end of the axis, or NaN for the largest value
     */
    static String svg(Map<String, List<double[]>> lines, Map<String, String> colors, double top) {
        double last = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(p -> p[0])
                .max()
                .orElse(1);
        double end = Double.isNaN(top)
                ? lines.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(p -> p[1])
                        .max()
                        .orElse(1)
                : top;
        StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\">");
        for (int i = 0; i <= TICKS; i++) {
            double y = HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 8.0) * i / TICKS;
            double x = LEFT + (WIDTH - LEFT - 20.0) * i / TICKS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid-line\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
                    LEFT,
                    WIDTH - 8,
                    y,
                    y,
                    LEFT - 6,
                    y + 4,
                    end < 10 ? String.format(Locale.ROOT, "%.1f", end * i / TICKS) : Math.round(end * i / TICKS),
                    x,
                    HEIGHT - 10,
                    last * i / TICKS));
        }
        lines.forEach((title, points) -> {
            StringBuilder path = new StringBuilder();
            for (double[] point : points) {
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point[0], last), y(point[1], end)));
            }
            if (points.size() <= DOTTED) {
                points.forEach(point -> svg.append(String.format(
                        Locale.ROOT,
                        "<circle r=\"3\" fill=\"%s\" cx=\"%.1f\" cy=\"%.1f\"/>",
                        Objects.requireNonNull(colors.get(title)),
                        x(point[0], last),
                        y(point[1], end))));
            }
            svg.append("<path fill=\"none\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke=\"")
                    .append(Objects.requireNonNull(colors.get(title)))
                    .append("\" d=\"")
                    .append(path)
                    .append("\"/>");
        });
        svg.append("</svg><div class=\"legend\">");
        lines.keySet()
                .forEach(title -> svg.append("<span><i class=\"dot\" style=\"background:")
                        .append(Objects.requireNonNull(colors.get(title)))
                        .append("\"></i>")
                        .append(MotionReport.escape(title))
                        .append("</span>"));
        return svg.append("</div>").toString();
    }

    private static double x(double value, double last) {
        return LEFT + (WIDTH - LEFT - 20.0) * value / last;
    }

    private static double y(double value, double end) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 8.0) * Math.min(1, value / end);
    }
}
