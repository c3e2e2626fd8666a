package org.mvit4j.coco.report;

import java.util.List;

/** Figures by size of the objects and by number of detections. */
final class SizePanel extends Panel {
    SizePanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        open("By size", "How small, medium and large objects fare: precision above, recall below.");
        add("<div class=\"bars\">");
        for (Report.FigureRow row : evaluation.figures()) {
            String name = row.name();
            if (name.matches("A[PR]([sml](@\\d+)?|@\\d+)?") && !name.matches("AR@(1|10)")) {
                String label = name.startsWith("AP") ? "precision" : "recall";
                String size = name.matches("A[PR]s.*")
                        ? "small"
                        : name.matches("A[PR]m.*") ? "medium" : name.matches("A[PR]l.*") ? "large" : "all";
                add("<div class=\"bar " + label + "\"><span class=\"name\">" + size + " <small>" + label
                        + "</small></span>" + whisker(row.value(), row.interval()) + "<span class=\"n\">"
                        + percent(row.value()) + "</span></div>");
            }
        }
        add("</div>");
        List<Report.FigureRow> limits = evaluation.figures().stream()
                .filter(row -> row.name().startsWith("AR@"))
                .toList();
        if (limits.size() > 1) {
            add("<h4>By number of detections</h4><div class=\"bars\">");
            for (Report.FigureRow row : limits) {
                add("<div class=\"bar recall\"><span class=\"name\">"
                        + row.name().substring(3)
                        + " <small>per image</small></span>" + whisker(row.value(), row.interval())
                        + "<span class=\"n\">" + percent(row.value()) + "</span></div>");
            }
            add("</div>");
        }
        add("</section>");
    }
}
