package org.mvit4j.coco.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.mvit4j.coco.analysis.PairedTest;

/** How the figures differ from those of other results. */
final class ComparisonPanel extends Panel {
    private static final double SIGNIFICANT = 0.05;
    private static final int MOST_CATEGORIES = 12;

    private final String other;

    ComparisonPanel(Report.Evaluation evaluation, String other) {
        super(evaluation);
        this.other = other;
    }

    @Override
    void tell() {
        open(
                "Against " + other,
                "Both were measured on the same images, so images are resampled in pairs. A difference is marked where"
                        + " equal detectors would show one so great less than once in twenty times.");
        add("<div class=\"scroll\"><table><thead><tr><th>figure</th><th class=\"n\">this</th><th class=\"n\">other</th>"
                + "<th class=\"n\">difference</th><th>interval</th><th class=\"n\">p</th></tr></thead><tbody>");
        for (Report.FigureRow row : evaluation.figures()) {
            PairedTest.Outcome outcome = row.comparison();
            if (outcome != null && !Double.isNaN(outcome.difference().estimate())) {
                difference(row.name(), outcome);
            }
        }
        add("</tbody></table></div>");
        List<Report.CategoryRow> moved = evaluation.categories().stream()
                .filter(c -> c.comparison() != null && c.comparison().pValue() < SIGNIFICANT)
                .sorted(Comparator.comparingDouble(c -> -Math.abs(
                        Objects.requireNonNull(c.comparison()).difference().estimate())))
                .limit(MOST_CATEGORIES)
                .toList();
        long tested = evaluation.categories().stream()
                .filter(c ->
                        c.comparison() != null && !Double.isNaN(c.comparison().pValue()))
                .count();
        if (!moved.isEmpty()) {
            add("<h4>Categories that moved</h4><p class=\"lead\">Of "
                    + tested
                    + " categories, chance alone would put about "
                    + Math.round(SIGNIFICANT * tested) + " into this list.</p>");
            add("<div class=\"scroll\"><table><tbody>");
            for (Report.CategoryRow row : moved) {
                difference(row.name(), Objects.requireNonNull(row.comparison()));
            }
            add("</tbody></table></div>");
        }
        add("</section>");
    }

    private void difference(String name, PairedTest.Outcome outcome) {
        double d = outcome.difference().estimate();
        String mark = !(outcome.pValue() < SIGNIFICANT) ? "" : d > 0 ? " up" : " down";
        add("<tr><td>" + Svg.escape(name) + "</td><td class=\"n\">" + percent(outcome.first())
                + "</td><td class=\"n\">" + percent(outcome.second()) + "</td><td class=\"n" + mark + "\">"
                + signed(d) + "</td><td class=\"span\">"
                + (outcome.difference().defined()
                        ? signed(outcome.difference().low()) + " … "
                                + signed(outcome.difference().high())
                        : "")
                + "</td><td class=\"n\">"
                + (Double.isNaN(outcome.pValue())
                        ? "–"
                        : outcome.pValue() < 0.001 ? "&lt;0.001" : String.format(Locale.ROOT, "%.3f", outcome.pValue()))
                + "</td></tr>");
    }
}
