package org.mvit4j.coco.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the page that tells one evaluation: the headline and a panel for each question. */
final class EvaluationSection {
    private static final List<String> HEADLINE =
            List.of("AP", "AP50", "AP75", "APr", "APc", "APf", "AR@100", "AR@300", "AR");
    private static final int MOST_CARDS = 7;

    private final Report.Evaluation evaluation;
    private final boolean titled;
    private final @Nullable String other;
    private final StringBuilder html = new StringBuilder();

    EvaluationSection(Report.Evaluation evaluation, boolean titled, @Nullable String other) {
        this.evaluation = evaluation;
        this.titled = titled;
        this.other = other;
    }

    String html() {
        add("<section class=\"evaluation\" id=\"" + evaluation.type() + "\">");
        if (titled) {
            add("<h2 class=\"type\">" + evaluation.type() + "</h2>");
        }
        cards();
        if (other != null) {
            add(new ComparisonPanel(evaluation, other).html());
        }
        columns(new CurvePanel(evaluation).html(), new SizePanel(evaluation).html());
        add(new CategoryPanel(evaluation).html());
        columns(
                new ErrorPanel(evaluation).html(),
                new OperationPanel(evaluation).html(),
                new CalibrationPanel(evaluation).html(),
                evaluation.confusion() == null || evaluation.categories().size() < 2
                        ? ""
                        : new ConfusionChart(evaluation.confusion(), evaluation.categories()).html());
        add(new WorstImagesPanel(evaluation).html());
        add("<details class=\"panel\"><summary>The table as pycocotools prints it</summary><pre>"
                + Svg.escape(evaluation.table()) + "</pre></details></section>\n");
        return html.toString();
    }

    private void add(String text) {
        html.append(text);
    }

    private void columns(String... panels) {
        add("<div class=\"columns\">" + String.join("", panels) + "</div>");
    }

    private void cards() {
        add("<div class=\"cards\">");
        List<Report.FigureRow> shown = evaluation.figures().stream()
                .filter(row -> HEADLINE.contains(row.name()))
                .limit(MOST_CARDS)
                .toList();
        for (Report.FigureRow row : shown) {
            add("<div class=\"card" + (row == shown.get(0) ? " first" : "") + "\"><span class=\"name\">"
                    + Svg.escape(row.name()) + "</span><span class=\"value\">" + Panel.percent(row.value())
                    + "</span>" + Panel.whisker(row.value(), row.interval()) + "<span class=\"range\">"
                    + Panel.range(row.interval()) + "</span></div>");
        }
        add("</div>");
        if (shown.stream()
                .anyMatch(row -> row.interval() != null && row.interval().defined())) {
            add("<p class=\"note\">Ranges are " + Math.round(100 * evaluation.confidence())
                    + " % confidence intervals from " + HtmlReport.count(evaluation.draws())
                    + " resamples of the images. An interval lies below its figure where few images flatter it: average"
                    + " precision of few images is too high on average, and the interval is corrected for that.</p>");
        } else if (evaluation.draws() > 0) {
            add("<p class=\"note\">There are too few images with objects for confidence intervals.</p>");
        }
    }
}
