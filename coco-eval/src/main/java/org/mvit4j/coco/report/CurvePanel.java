package org.mvit4j.coco.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Precision over recall, read by pointing at it. */
final class CurvePanel extends Panel {
    private static final int MOST_CURVES = 120;

    CurvePanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        List<Report.CategoryRow> choices = evaluation.categories().stream()
                .filter(c -> c.curve() != null)
                .sorted(Comparator.comparing(Report.CategoryRow::name))
                .limit(MOST_CURVES)
                .toList();
        open(
                "Precision over recall",
                "Mean over categories, one line per threshold from loose (strong) to strict (faint). Point at the plot"
                        + " to read it"
                        + (choices.size() > 1 ? "; choose a category to lay its own curve over it." : "."));
        Plot plot = new Plot("pr", "precision over recall", "recall", "precision");
        int n = evaluation.curves().size();
        for (int t = n - 1; t >= 0; t--) {
            Report.Curve curve = evaluation.curves().get(t);
            plot.curve(
                    curve.recall(),
                    curve.precision(),
                    "curve" + (t == 0 ? " strong" : ""),
                    "opacity:" + Svg.number(1 - 0.8 * t / Math.max(1, n - 1)));
        }
        plot.svg().raw("<path class=\"own\"/><line class=\"cross\"/><circle class=\"dot\" r=\"4\"/>");
        add("<div class=\"interactive\" data-left=\"" + Plot.LEFT + "\" data-top=\"" + Plot.TOP + "\" data-width=\""
                + Plot.INNER_WIDTH + "\" data-height=\"" + Plot.INNER_HEIGHT + "\">");
        if (choices.size() > 1) {
            add("<label>category <select><option value=\"-1\">mean of all</option>");
            for (int i = 0; i < choices.size(); i++) {
                add("<option value=\"" + i + "\">" + Svg.escape(choices.get(i).name()) + "</option>");
            }
            add("</select></label>");
        }
        add("<output>&nbsp;</output>" + plot.svg());
        List<Object> means = new ArrayList<>();
        for (Report.Curve curve : evaluation.curves()) {
            means.add(Map.of("label", curve.label(), "precision", thousandths(curve.precision())));
        }
        List<Object> own = new ArrayList<>();
        for (Report.CategoryRow row : choices) {
            Report.Curve curve = Objects.requireNonNull(row.curve());
            own.add(Map.of("precision", thousandths(curve.precision()), "score", thousandths(curve.score())));
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("recall", evaluation.curves().get(0).recall());
        data.put("means", means);
        data.put("own", own);
        add("<script type=\"application/json\">" + ReportJson.compact(data).replace("<", "\\u003c") + "</script>");
        add("</div></section>");
    }

    private static double[] thousandths(double[] values) {
        double[] rounded = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = Double.isNaN(values[i]) ? Double.NaN : Math.rint(values[i] * 1000) / 1000;
        }
        return rounded;
    }
}
