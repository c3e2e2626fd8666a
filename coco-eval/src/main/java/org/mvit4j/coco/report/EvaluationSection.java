package org.mvit4j.coco.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.analysis.Calibration;
import org.mvit4j.coco.analysis.ErrorAnalysis;
import org.mvit4j.coco.analysis.Interval;
import org.mvit4j.coco.analysis.OperatingPoint;
import org.mvit4j.coco.analysis.PairedTest;

/** The part of the page that tells one evaluation. */
final class EvaluationSection {
    private static final double SIGNIFICANT = 0.05;
    private static final int MOST_CURVES = 120;

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
            comparison();
        }
        add("<div class=\"columns\">");
        curves();
        sizes();
        add("</div>");
        categories();
        ErrorAnalysis errors = evaluation.errors();
        add("<div class=\"columns\">");
        if (errors != null) {
            errors(errors);
        }
        operation();
        calibration();
        if (evaluation.confusion() != null && evaluation.categories().size() > 1) {
            add(new ConfusionChart(evaluation.confusion(), evaluation.categories()).html());
        }
        add("</div>");
        if (!evaluation.worst().isEmpty()) {
            worst();
        }
        add("<details class=\"panel\"><summary>The table as pycocotools prints it</summary><pre>"
                + Svg.escape(evaluation.table()) + "</pre></details></section>\n");
        return html.toString();
    }

    private void add(String text) {
        html.append(text);
    }

    private void open(String title, String lead) {
        add("<section class=\"panel\"><h3>" + Svg.escape(title) + "</h3><p class=\"lead\">" + lead + "</p>");
    }

    static String percent(double value) {
        return value < 0 || Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", 100 * value);
    }

    private static String signed(double value) {
        return Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, "%+.1f", 100 * value).replace('-', '−');
    }

    private static String range(@Nullable Interval interval) {
        return interval == null || !interval.defined()
                ? ""
                : percent(interval.low()) + " – " + percent(interval.high());
    }

    // ---- headline --------------------------------------------------------------------------------------------------

    private void cards() {
        add("<div class=\"cards\">");
        int shown = 0;
        for (Report.FigureRow row : evaluation.figures()) {
            boolean wanted = List.of("AP", "AP50", "AP75", "APr", "APc", "APf").contains(row.name())
                    || row.name().equals("AR@100")
                    || row.name().equals("AR@300")
                    || row.name().equals("AR");
            if (!wanted || shown++ > 6) {
                continue;
            }
            add("<div class=\"card" + (shown == 1 ? " first" : "") + "\"><span class=\"name\">"
                    + Svg.escape(row.name()) + "</span><span class=\"value\">" + percent(row.value())
                    + "</span>" + whisker(row.value(), row.interval()) + "<span class=\"range\">"
                    + range(row.interval()) + "</span></div>");
        }
        add("</div>");
        if (evaluation.draws() > 0) {
            add("<p class=\"note\">Ranges are " + Math.round(100 * evaluation.confidence())
                    + " % confidence intervals from " + HtmlReport.count(evaluation.draws())
                    + " resamples of the images. An interval lies below its figure where few images flatter it: average"
                    + " precision of few images is too high on average, and the interval is corrected for that.</p>");
        }
    }

    private static String whisker(double value, @Nullable Interval interval) {
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

    // ---- comparison ------------------------------------------------------------------------------------------------

    private void comparison() {
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
                .limit(12)
                .toList();
        if (!moved.isEmpty()) {
            add("<h4>Categories that moved</h4><p class=\"lead\">Of "
                    + evaluation.categories().size()
                    + " categories, chance alone would put about "
                    + Math.round(SIGNIFICANT * evaluation.categories().size()) + " into this list.</p>");
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

    // ---- precision and recall --------------------------------------------------------------------------------------

    private void curves() {
        open(
                "Precision over recall",
                "Mean over categories, one line per IoU threshold from loose (dark) to strict (pale). Point at the plot"
                        + " to read it; choose a category to lay its own curve over it.");
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
        List<Report.CategoryRow> choices = evaluation.categories().stream()
                .filter(c -> c.curve() != null)
                .sorted(Comparator.comparing(Report.CategoryRow::name))
                .limit(MOST_CURVES)
                .toList();
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

    private void sizes() {
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
        add("<h4>By number of detections</h4><div class=\"bars\">");
        for (Report.FigureRow row : evaluation.figures()) {
            if (row.name().startsWith("AR@")) {
                add("<div class=\"bar recall\"><span class=\"name\">"
                        + row.name().substring(3)
                        + " <small>per image</small></span>" + whisker(row.value(), row.interval())
                        + "<span class=\"n\">" + percent(row.value()) + "</span></div>");
            }
        }
        add("</div></section>");
    }

    // ---- categories ------------------------------------------------------------------------------------------------

    private void categories() {
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

    // ---- errors, scores --------------------------------------------------------------------------------------------

    private static final Map<String, String> MEANING = Map.of(
            "Cls", "wrong category",
            "Loc", "poor overlap",
            "Both", "wrong category, poor overlap",
            "Dupe", "object already taken",
            "Bkg", "nothing there",
            "Miss", "object not found");

    private void errors(ErrorAnalysis errors) {
        open(
                "What goes wrong",
                "AP at IoU 0.50 that would be gained if one kind of error were set right (TIDE). It is "
                        + String.format(Locale.ROOT, "%.1f", errors.ap())
                        + " as it is; gains do not add up, for one detection can hide behind another.");
        double most = Math.max(errors.falsePositives(), errors.falseNegatives());
        for (ErrorAnalysis.Error error : errors.errors()) {
            most = Math.max(most, error.loss());
        }
        add("<div class=\"bars errors\">");
        for (ErrorAnalysis.Error error : errors.errors()) {
            gain(
                    error.type().key(),
                    MEANING.getOrDefault(error.type().key(), ""),
                    error.loss(),
                    HtmlReport.count(error.count()) + " of them",
                    most);
        }
        add("</div><h4>All at once</h4><div class=\"bars errors\">");
        gain("FP", "no wrong detections", errors.falsePositives(), "", most);
        gain("FN", "no missed objects", errors.falseNegatives(), "", most);
        add("</div></section>");
    }

    private void gain(String key, String meaning, double loss, String tip, double most) {
        Svg svg = new Svg(200, 14, "whisker", key);
        svg.rect(0, 3, 200, 8, "track", "");
        svg.rect(0, 3, most == 0 ? 0 : 200 * loss / most, 8, "loss", tip);
        add("<div class=\"bar\"><span class=\"name\">" + key + " <small>" + Svg.escape(meaning)
                + (tip.isEmpty() ? "" : ", " + tip.replace(" of them", "")) + "</small></span>" + svg
                + "<span class=\"n\">" + String.format(Locale.ROOT, "%.1f", loss) + "</span></div>");
    }

    private void operation() {
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

    private void calibration() {
        Calibration calibration = evaluation.calibration();
        open(
                "Do scores mean what they say?",
                "Of detections of some score, the share that is right at IoU "
                        + evaluation.curves().get(0).label().substring(4)
                        + ". On the diagonal a score is a probability. Mean distance (ECE) "
                        + percent(calibration.expectedError()) + ", greatest (MCE) "
                        + percent(calibration.maximumError()) + " points.");
        Plot plot = new Plot("reliability", "share of right detections over score", "score", "share right");
        int most = calibration.bins().stream()
                .mapToInt(Calibration.Bin::count)
                .max()
                .orElse(0);
        plot.curve(new double[] {0, 1}, new double[] {0, 1}, "diagonal", "");
        for (Calibration.Bin bin : calibration.bins()) {
            if (bin.count() == 0) {
                continue;
            }
            double x = Plot.x(bin.low()) + 2;
            double width = Plot.x(bin.high()) - Plot.x(bin.low()) - 4;
            plot.svg()
                    .rect(
                            x,
                            Plot.y(bin.accuracy()),
                            width,
                            Plot.y(0) - Plot.y(bin.accuracy()),
                            "share",
                            "opacity:" + Svg.number(0.25 + 0.6 * Math.sqrt((double) bin.count() / most)),
                            HtmlReport.count(bin.count()) + " detections of mean score "
                                    + String.format(Locale.ROOT, "%.2f", bin.confidence()) + ", "
                                    + percent(bin.accuracy()) + " % right");
            plot.svg().line(x, Plot.y(bin.confidence()), x + width, Plot.y(bin.confidence()), "expected");
        }
        add(plot.svg() + "<p class=\"note\">Bars: share right, stronger where there are more detections. Dashes: what"
                + " the scores promise.</p></section>");
    }

    // ---- images ----------------------------------------------------------------------------------------------------

    private void worst() {
        open(
                "Images that cost most",
                "AP that would be gained without the image, and its mistakes at the categories' best scores."
                        + " <span class=\"tag missed\">missed</span> <span class=\"tag wrong\">nothing there</span>"
                        + " <span class=\"tag confused\">wrong category</span> <span class=\"tag right\">right</span>");
        add("<div class=\"scenes\">");
        for (Report.WorstImage image : evaluation.worst()) {
            String name = image.fileName() == null ? "image " + image.id() : image.fileName();
            add("<figure>" + (image.boxes().isEmpty() ? "" : SceneDrawing.of(image)) + "<figcaption><b title=\"id "
                    + image.id() + "\">" + Svg.escape(name) + "</b><span>costs "
                    + String.format(Locale.ROOT, "%.2f", 100 * image.loss()) + " AP · " + image.wrong() + " wrong · "
                    + image.missed() + " missed</span></figcaption></figure>");
        }
        add("</div></section>");
    }
}
