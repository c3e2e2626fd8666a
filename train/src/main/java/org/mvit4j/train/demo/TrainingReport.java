package org.mvit4j.train.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.train.detection.DetectionEvaluation;
import org.mvit4j.train.run.AtomicFile;
import org.mvit4j.train.run.Metrics;

/** One HTML file about a run: curves, tables, precision over recall, pictures beside their ground truth, mistakes. */
public final class TrainingReport {

    private static final int GALLERY = 12;
    private static final int MISTAKES = 6;
    private static final int MOST_ROWS = 40;
    private static final double PERCENT = 100;
    private static final int[] SHOWN_THRESHOLDS = {0, 5, 8};

    private final DetectionEvaluation evaluation;
    private final Map<String, Double> figures;
    private final List<Metrics.Line> metrics;

    public TrainingReport(DetectionEvaluation evaluation, List<Metrics.Line> metrics) {
        this.evaluation = evaluation;
        figures = evaluation.metrics();
        this.metrics = metrics;
    }

    /**
     * Writes the page; it appears whole or not at all.
     *
     * @param title of the page
     * @param facts about the run
     * @param pictures which pictures were evaluated, a sentence
     * @param links files beside the page, by what they show
     * @param commands what to type next
     */
    public void write(
            Path file,
            String title,
            List<String> facts,
            String pictures,
            Map<String, String> links,
            List<String> commands)
            throws IOException {
        Page page = new Page().raw("<h1>" + Page.escape(title) + "</h1>");
        page.raw("<p class=\"lead\">" + Page.escape(String.join(" · ", facts)) + "</p>");
        numbers(page);
        page.heading("What it sees");
        Gallery gallery = new Gallery(evaluation);
        page.note(String.format(
                Locale.ROOT, "%s Detections of %.0f %% and more are drawn.", pictures, PERCENT * Gallery.SHOWN_SCORE));
        gallery.first(page, GALLERY);
        page.heading("Where it errs most");
        gallery.worst(page, MISTAKES);
        if (!metrics.isEmpty()) {
            learning(page);
        }
        page.heading("Average precision").grid();
        page.tallCard("By class and size", table());
        precision(page, "Boxes: precision over recall", evaluation.boxArrays());
        EvalArrays masks = evaluation.maskArrays();
        if (masks != null) {
            precision(page, "Masks: precision over recall", masks);
        }
        page.endGrid();
        if (!commands.isEmpty()) {
            goOn(page, links, commands);
        }
        AtomicFile.write(file, page.html(title).getBytes(StandardCharsets.UTF_8));
    }

    private void learning(Page page) {
        page.heading("How it learned").grid();
        curve(page, "Losses", name -> name.equals("total_loss") ? "total" : lossName(name));
        curve(page, "Average precision", name -> switch (name) {
            case "bbox/AP" -> "boxes";
            case "segm/AP" -> "masks";
            case "bbox/AP50" -> "boxes, IoU 0.5";
            case "segm/AP50" -> "masks, IoU 0.5";
            default -> null;
        });
        page.endGrid();
    }

    private static void goOn(Page page, Map<String, String> links, List<String> commands) {
        page.heading("Go on");
        StringBuilder list = new StringBuilder("<p>");
        links.forEach((what, where) -> list.append("<a href=\"")
                .append(Page.escape(where))
                .append("\">")
                .append(Page.escape(what))
                .append("</a>&emsp;"));
        page.raw(list + "</p><pre>" + Page.escape(String.join("\n", commands)) + "</pre>");
    }

    private void numbers(Page page) {
        page.raw("<div class=\"numbers\">" + big("box AP", figures.get("bbox/AP"))
                + big("mask AP", figures.get("segm/AP"))
                + big("box AP at IoU 0.5", figures.get("bbox/AP50"))
                + big("mask AP at IoU 0.5", figures.get("segm/AP50"))
                + "<div class=\"card big\">" + evaluation.images().size()
                + "<small>pictures evaluated</small></div></div>");
    }

    private static String big(String label, @Nullable Double value) {
        return value == null || value.isNaN()
                ? ""
                : "<div class=\"card big\">" + number(value) + "<small>" + label + "</small></div>";
    }

    private static @Nullable String lossName(String name) {
        return name.startsWith("loss_")
                ? name.substring("loss_".length())
                        .replace("rpn_cls", "RPN objectness")
                        .replace("rpn_loc", "RPN boxes")
                        .replace("box_reg", "boxes")
                        .replace("cls", "classes")
                        .replace("mask", "masks")
                : null;
    }

    private void curve(Page page, String title, Function<String, @Nullable String> label) {
        Map<String, List<double[]>> lines = new TreeMap<>();
        for (Metrics.Line line : metrics) {
            line.values().forEach((name, value) -> {
                String shown = label.apply(name);
                if (shown != null) {
                    lines.computeIfAbsent(shown, n -> new ArrayList<>())
                            .add(new double[] {line.iteration() + 1, value});
                }
            });
        }
        if (!lines.isEmpty()) {
            page.card(title, LineChart.of("step", lines));
        }
    }

    private String table() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("AP", "all");
        rows.put("AP50", "IoU 0.5");
        rows.put("AP75", "IoU 0.75");
        rows.put("APs", "small");
        rows.put("APm", "medium");
        rows.put("APl", "large");
        List<String> names = evaluation.instances().classNames();
        for (String name : names) {
            Double box = figures.get("bbox/AP-" + name);
            if (names.size() < MOST_ROWS || box != null && !box.isNaN()) {
                rows.put("AP-" + name, name);
            }
        }
        StringBuilder text = new StringBuilder("<table><tr><th></th><th>boxes</th><th>masks</th><th></th></tr>");
        rows.forEach((key, label) -> {
            Double box = figures.get("bbox/" + key);
            Double mask = figures.get("segm/" + key);
            text.append("<tr><td>")
                    .append(Page.escape(label))
                    .append("</td><td>")
                    .append(number(box));
            text.append("</td><td>").append(number(mask)).append("</td><td class=\"bar\">");
            text.append(bar(box, 0)).append(bar(mask, 1)).append("</td></tr>");
        });
        return text + "</table>";
    }

    private static String bar(@Nullable Double value, int colour) {
        return value == null || value.isNaN()
                ? ""
                : String.format(Locale.ROOT, "<i style=\"width:%.1f%%;background:var(--c%d)\"></i>", value, colour);
    }

    private static String number(@Nullable Double value) {
        return value == null || value.isNaN() ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Mean precision over the classes that have objects, at three thresholds of overlap. */
    private static void precision(Page page, String title, EvalArrays arrays) {
        int[] shape = arrays.shape();
        int points = shape[1];
        int limit = shape[4] - 1;
        LineChart chart = new LineChart("recall in percent", PERCENT, 1);
        boolean any = false;
        for (int t : SHOWN_THRESHOLDS) {
            List<double[]> curve = new ArrayList<>();
            for (int r = 0; r < points; r++) {
                double sum = 0;
                int classes = 0;
                for (int c = 0; c < shape[2]; c++) {
                    double p = arrays.precision()[arrays.index(t, r, c, 0, limit)];
                    if (p >= 0) {
                        sum += p;
                        classes++;
                    }
                }
                if (classes > 0) {
                    curve.add(new double[] {PERCENT * r / (points - 1), sum / classes});
                }
            }
            if (!curve.isEmpty()) {
                any = true;
                chart.add(String.format(Locale.ROOT, "IoU %.2f", arrays.params().iouThresholds()[t]), curve);
            }
        }
        if (any) {
            page.card(title, chart.html());
        }
    }
}
