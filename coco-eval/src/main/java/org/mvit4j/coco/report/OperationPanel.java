package org.mvit4j.coco.report;

import java.util.List;
import java.util.Locale;
import org.mvit4j.coco.analysis.OperatingPoint;

/** Precision, recall and F1 by the score from which detections are kept. */
final class OperationPanel extends Panel {
    OperationPanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        OperatingPoint best = evaluation.best();
        if (best == null) {
            return;
        }
        open(
                "Where to cut",
                "Precision, recall and F1 of all categories together when detections from a score on are kept. F1 is"
                        + " best from <b>" + String.format(Locale.ROOT, "%.3f", best.score()) + "</b>: precision "
                        + percent(best.precision()) + ", recall " + percent(best.recall()) + ", F1 "
                        + percent(best.f()) + ".");
        List<OperatingPoint> points = evaluation.operation();
        double[] score = points.stream().mapToDouble(OperatingPoint::score).toArray();
        Plot plot = new Plot("operation", "precision, recall and F1 over score", "score from which to keep", "");
        plot.curve(score, points.stream().mapToDouble(OperatingPoint::precision).toArray(), "curve precision", "");
        plot.curve(score, points.stream().mapToDouble(OperatingPoint::recall).toArray(), "curve recall", "");
        plot.curve(score, points.stream().mapToDouble(OperatingPoint::f).toArray(), "curve f", "");
        plot.svg().line(Plot.x(best.score()), Plot.y(0), Plot.x(best.score()), Plot.y(best.f()), "mark");
        plot.svg().circle(Plot.x(best.score()), Plot.y(best.f()), 5, "mark");
        add(plot.svg() + legend("precision", "recall", "f") + "</section>");
    }

    private static String legend(String... names) {
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (String name : names) {
            legend.append("<span class=\"key ").append(name).append("\"></span>");
            legend.append(name.equals("f") ? "F1" : name).append(' ');
        }
        return legend.append("</p>").toString();
    }
}
