package org.mvit4j.coco.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.mvit4j.coco.analysis.Interval;
import org.mvit4j.coco.analysis.OperatingPoint;

/** The table of categories. */
final class CategoryPanel extends Panel {
    CategoryPanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        open(
                "Categories",
                "Average precision with its interval, and the score from which keeping detections gives the best F1 at"
                        + " IoU " + evaluation.curves().get(0).label().substring(4)
                        + ". Click a heading to sort by it.");
        add("<div class=\"scroll tall\"><table class=\"sortable\"><thead><tr><th>category</th>"
                + "<th class=\"n\">objects</th><th class=\"n\">images</th><th class=\"n\">AP</th><th>interval</th>");
        List<Report.AreaRow> areas = evaluation.categories().isEmpty()
                ? List.of()
                : evaluation.categories().get(0).areas();
        for (int a = 1; a < areas.size(); a++) {
            add("<th class=\"n wide\">" + Svg.escape(areas.get(a).area()) + "</th>");
        }
        add("<th class=\"n\">score</th><th class=\"n\">precision</th><th class=\"n\">recall</th>"
                + "<th class=\"n\">F1</th></tr></thead><tbody>");
        List<Report.CategoryRow> rows = evaluation.categories().stream()
                .filter(c -> c.objects() > 0)
                .sorted(Comparator.comparingDouble(Report.CategoryRow::ap).reversed())
                .toList();
        for (Report.CategoryRow row : rows) {
            Interval interval = row.interval();
            add("<tr><td>" + Svg.escape(row.name()) + "</td>" + cell(row.objects(), String.valueOf(row.objects()))
                    + cell(row.images(), String.valueOf(row.images())) + cell(row.ap(), percent(row.ap()))
                    + "<td data-v=\"" + (interval == null || !interval.defined() ? -1 : interval.low())
                    + "\" title=\"" + range(interval) + "\">" + whisker(row.ap(), interval) + "</td>");
            for (int a = 1; a < row.areas().size(); a++) {
                double ap = row.areas().get(a).ap();
                add("<td class=\"n wide\" data-v=\"" + ap + "\" title=\""
                        + range(row.areas().get(a).interval()) + "\">" + percent(ap) + "</td>");
            }
            OperatingPoint best = row.best();
            add(
                    best == null
                            ? cell(-1, "–").repeat(4)
                            : cell(best.score(), String.format(Locale.ROOT, "%.2f", best.score()))
                                    + cell(best.precision(), percent(best.precision()))
                                    + cell(best.recall(), percent(best.recall()))
                                    + cell(best.f(), percent(best.f())));
            add("</tr>");
        }
        add("</tbody></table></div>");
        long empty =
                evaluation.categories().stream().filter(c -> c.objects() == 0).count();
        if (empty > 0) {
            add("<p class=\"note\">" + empty + " categories without objects are left out.</p>");
        }
        add("</section>");
    }

    private static String cell(double value, String text) {
        return "<td class=\"n\" data-v=\"" + value + "\">" + text + "</td>";
    }
}
