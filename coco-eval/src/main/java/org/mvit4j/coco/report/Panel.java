package org.mvit4j.coco.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.analysis.Interval;

/** A part of the page that tells one evaluation. */
abstract class Panel {
    final Report.Evaluation evaluation;
    private final StringBuilder html = new StringBuilder();

    Panel(Report.Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** Adds what there is to tell; nothing if there is nothing. */
    abstract void tell();

    final String html() {
        tell();
        return html.toString();
    }

    final void add(String text) {
        html.append(text);
    }

    final void open(String title, String lead) {
        add("<section class=\"panel\"><h3>" + Svg.escape(title) + "</h3><p class=\"lead\">" + lead + "</p>");
    }

    static String percent(double value) {
        return value < 0 || Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", 100 * value);
    }

    static String signed(double value) {
        return Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, "%+.1f", 100 * value).replace('-', '−');
    }

    static String range(@Nullable Interval interval) {
        return interval == null || !interval.defined()
                ? ""
                : percent(interval.low()) + " – " + percent(interval.high());
    }

    /** A bar with its interval. */
    static String whisker(double value, @Nullable Interval interval) {
        Svg svg = new Svg(200, 14, "whisker", "figure with its interval");
        svg.rect(0, 5, 200, 4, "track", "");
        svg.rect(0, 5, 200 * Math.max(0, value), 4, "fill", "");
        if (interval != null && interval.defined()) {
            svg.line(200 * interval.low(), 7, 200 * interval.high(), 7, "span");
            svg.line(200 * interval.low(), 2, 200 * interval.low(), 12, "cap");
            svg.line(200 * interval.high(), 2, 200 * interval.high(), 12, "cap");
        }
        return svg.toString();
    }
}
