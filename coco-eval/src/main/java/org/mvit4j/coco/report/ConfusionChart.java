package org.mvit4j.coco.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mvit4j.coco.analysis.ConfusionMatrix;

/** The categories most often confused: a matrix of those, and the pairs by number. */
final class ConfusionChart {
    private static final int MOST = 16;
    private static final double CELL = 24;
    private static final double LABELS = 104;

    private final ConfusionMatrix matrix;
    private final Map<Long, String> names = new LinkedHashMap<>();

    ConfusionChart(ConfusionMatrix matrix, List<Report.CategoryRow> categories) {
        this.matrix = matrix;
        for (Report.CategoryRow row : categories) {
            names.put(row.id(), row.name());
        }
    }

    private String name(int position) {
        int n = matrix.categories().size();
        long id = position < n ? matrix.categories().get(position) : -1;
        return position == n ? "nothing" : names.getOrDefault(id, "category " + id);
    }

    String html() {
        List<ConfusionMatrix.Mistake> mistakes = matrix.mistakes();
        StringBuilder html = new StringBuilder("<section class=\"panel\"><h3>What is taken for what</h3>");
        if (mistakes.isEmpty()) {
            return html.append("<p class=\"lead\">At the categories' best scores no object is taken for one of another"
                            + " category.</p></section>")
                    .toString();
        }
        html.append("<p class=\"lead\">Objects in rows, detections in columns, for the categories most often"
                + " confused; counts at the categories' best scores. Crowds count nowhere. Most frequent: ");
        for (int i = 0; i < Math.min(3, mistakes.size()); i++) {
            ConfusionMatrix.Mistake mistake = mistakes.get(i);
            html.append(i == 0 ? "" : ", ")
                    .append(Svg.escape(name(mistake.truth())))
                    .append(" as <b>")
                    .append(Svg.escape(name(mistake.detected())))
                    .append("</b> (")
                    .append(mistake.count())
                    .append(')');
        }
        html.append(".</p>").append(chart(chosen(mistakes)));
        return html.append("</section>").toString();
    }

    private List<Integer> chosen(List<ConfusionMatrix.Mistake> mistakes) {
        List<Integer> chosen = new ArrayList<>();
        for (ConfusionMatrix.Mistake mistake : mistakes) {
            for (int k : new int[] {mistake.truth(), mistake.detected()}) {
                if (chosen.size() < MOST && !chosen.contains(k)) {
                    chosen.add(k);
                }
            }
        }
        chosen.sort(null);
        chosen.add(matrix.categories().size());
        return chosen;
    }

    private Svg chart(List<Integer> chosen) {
        int n = chosen.size();
        Svg svg = new Svg(LABELS + CELL * n + 40, LABELS + CELL * n + 2, "matrix", "confusion matrix");
        for (int i = 0; i < n; i++) {
            String label = shortened(name(chosen.get(i)));
            double middle = LABELS + CELL * (i + 0.5);
            svg.text(LABELS - 6, middle + 4, "tick end", i == n - 1 ? "(nothing)" : label);
            svg.raw("<text class=\"tick\" transform=\"translate(" + Svg.number(middle + 4) + " "
                    + Svg.number(LABELS - 6) + ") rotate(-60)\">"
                    + Svg.escape(i == n - 1 ? "(missed)" : label) + "</text>");
        }
        for (int i = 0; i < n; i++) {
            int[] row = matrix.counts()[chosen.get(i)];
            int total = 0;
            for (int count : row) {
                total += count;
            }
            for (int j = 0; j < n; j++) {
                int count = row[chosen.get(j)];
                boolean corner = i == n - 1 && j == n - 1;
                double share = total == 0 ? 0 : (double) count / total;
                String kind = i == j ? "agree" : i == n - 1 || j == n - 1 ? "void" : "confuse";
                svg.rect(LABELS + CELL * j, LABELS + CELL * i, CELL - 1.5, CELL - 1.5, corner ? "none" : "hollow", "");
                if (count > 0) {
                    svg.rect(
                            LABELS + CELL * j,
                            LABELS + CELL * i,
                            CELL - 1.5,
                            CELL - 1.5,
                            kind,
                            "opacity:" + Svg.number(0.15 + 0.85 * Math.sqrt(share)),
                            count + " × " + name(chosen.get(i)) + " detected as "
                                    + (j == n - 1 ? "nothing" : name(chosen.get(j))));
                    svg.text(
                            LABELS + CELL * (j + 0.5) - 0.75,
                            LABELS + CELL * (i + 0.5) + 3,
                            "count middle" + (share > 0.45 ? " strong" : ""),
                            count > 9999 ? count / 1000 + "k" : String.valueOf(count));
                }
            }
        }
        return svg;
    }

    private static String shortened(String name) {
        return name.length() > 14 ? name.substring(0, 13) + "…" : name;
    }
}
