package org.mvit4j.train.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.augment.InstanceAnnotation;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.Detection;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.draw.DrawOptions;
import org.mvit4j.detect.draw.Overlay;
import org.mvit4j.detect.draw.PictureWriter;
import org.mvit4j.detect.draw.Visualizer;
import org.mvit4j.train.detection.DetectionEvaluation;
import org.mvit4j.train.run.Curves;
import org.mvit4j.train.run.Metrics;

/** One HTML file about a run: curves, tables, precision over recall, pictures beside their ground truth, mistakes. */
public final class TrainingReport {

    private static final int GALLERY = 12;
    private static final int MISTAKES = 6;
    private static final double SHOWN_SCORE = 0.5;
    private static final double PERCENT = 100;

    private final DetectionEvaluation evaluation;
    private final List<Metrics.Line> metrics;
    private final CocoInstances instances;
    private final Visualizer visualizer = new Visualizer(DrawOptions.DEFAULT.withColourBy(DrawOptions.ColourBy.CLASS));

    public TrainingReport(DetectionEvaluation evaluation, List<Metrics.Line> metrics) {
        this.evaluation = evaluation;
        this.metrics = metrics;
        this.instances = evaluation.instances();
    }

    /**
     * Writes the page; it appears whole or not at all.
     *
     * @param title of the page
     * @param facts lines about the run
     * @param commands what to type next
     */
    public void write(Path file, String title, List<String> facts, List<String> commands) throws IOException {
        Html html = new Html().raw("<h1>" + Html.escape(title) + "</h1>");
        html.raw("<p class=\"lead\">" + Html.escape(String.join(" · ", facts)) + "</p>");
        numbers(html);
        html.heading("Curves");
        curve(html, "losses", "loss", name -> name.startsWith("loss") || name.equals("total_loss"));
        curve(html, "average precision", "AP", name -> name.endsWith("/AP"));
        html.heading("Average precision");
        table(html);
        html.heading("Precision over recall");
        precision(html, "boxes", evaluation.boxArrays());
        EvalArrays masks = evaluation.maskArrays();
        if (masks != null) {
            precision(html, "masks", masks);
        }
        html.heading("Ground truth beside detections of " + Math.round(PERCENT * SHOWN_SCORE) + " % and more");
        List<Integer> all =
                IntStream.range(0, evaluation.images().size()).boxed().toList();
        gallery(html, all.subList(0, Math.min(GALLERY, all.size())));
        html.heading("Where it errs most");
        html.paragraph("Pictures with the most objects missed or found in vain.");
        gallery(
                html,
                all.stream()
                        .sorted(Comparator.comparingInt(this::errors).reversed())
                        .limit(MISTAKES)
                        .toList());
        html.heading("Go on");
        html.raw("<pre>" + Html.escape(String.join("\n", commands)) + "</pre>");
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".report", ".tmp");
        Files.writeString(temporary, html.page(title), StandardCharsets.UTF_8);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void numbers(Html html) {
        Map<String, Double> m = evaluation.metrics();
        html.raw("<div class=\"numbers\">" + big("box AP", m.get("bbox/AP")) + big("mask AP", m.get("segm/AP"))
                + big("box AP50", m.get("bbox/AP50"))
                + big("images evaluated", (double) evaluation.images().size())
                + "</div>");
    }

    private static String big(String label, @Nullable Double value) {
        return value == null || value.isNaN()
                ? ""
                : "<div class=\"big\">"
                        + String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value) + "<small>"
                        + label + "</small></div>";
    }

    private void curve(Html html, String title, String axis, Predicate<String> wanted) throws IOException {
        Map<String, List<double[]>> series = new TreeMap<>();
        for (Metrics.Line line : metrics) {
            line.values().forEach((name, value) -> {
                if (wanted.test(name)) {
                    series.computeIfAbsent(name, n -> new ArrayList<>()).add(new double[] {line.iteration(), value});
                }
            });
        }
        if (!series.isEmpty()) {
            html.png(Curves.png(title, axis, series), title);
        }
    }

    private void table(Html html) {
        Map<String, Double> m = evaluation.metrics();
        StringBuilder text = new StringBuilder("<table><tr><th></th><th>boxes</th><th>masks</th></tr>");
        List<String> rows = new ArrayList<>(List.of("AP", "AP50", "AP75", "APs", "APm", "APl"));
        instances.classNames().forEach(name -> rows.add("AP-" + name));
        for (String row : rows) {
            Double box = m.get("bbox/" + row);
            Double mask = m.get("segm/" + row);
            if (rows.size() < 40 || box != null && !box.isNaN()) {
                text.append("<tr><td>" + Html.escape(row) + "</td><td>" + number(box) + "</td><td>" + number(mask)
                        + "</td></tr>");
            }
        }
        html.raw(text + "</table>");
    }

    private static String number(@Nullable Double value) {
        return value == null || value.isNaN() ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Mean precision over the classes that have objects, at three thresholds of overlap. */
    private static void precision(Html html, String what, EvalArrays arrays) throws IOException {
        int[] shape = arrays.shape();
        int points = shape[1];
        int limit = shape[4] - 1;
        Map<String, List<double[]>> series = new TreeMap<>();
        for (int t : new int[] {0, 5, 8}) {
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
                series.put(
                        String.format(Locale.ROOT, "IoU %.2f", arrays.params().iouThresholds()[t]), curve);
            }
        }
        if (!series.isEmpty()) {
            html.png(Curves.png(what, "recall in percent", "precision", series), "precision over recall, " + what);
        }
    }

    private void gallery(Html html, List<Integer> positions) throws IOException {
        html.raw("<div class=\"gallery\">");
        for (int position : positions) {
            int index = evaluation.images().get(position);
            RgbImage picture = ImageReader.standard().read(instances.file(index));
            Detections found = evaluation.detections().get(position).atLeast(SHOWN_SCORE);
            html.raw("<figure><div class=\"pair\">"
                    + picture("ground truth", picture, truth(index))
                    + picture("detections", picture, overlays(found)) + "</div><figcaption>"
                    + Html.escape(String.valueOf(instances.file(index).getFileName())) + ": "
                    + truth(index).size() + " objects, " + found.count() + " found</figcaption></figure>");
        }
        html.raw("</div>");
    }

    private String picture(String alt, RgbImage picture, List<Overlay> overlays) throws IOException {
        return Html.image("image/jpeg", PictureWriter.jpeg(visualizer.draw(picture, overlays)), alt);
    }

    private List<Overlay> overlays(Detections found) {
        List<Overlay> overlays = new ArrayList<>();
        for (Detection d : found) {
            float[] b = d.box();
            overlays.add(new Overlay(d.className(), d.score(), d.classIndex(), b[0], b[1], b[2], b[3], d.mask()));
        }
        return overlays;
    }

    private List<Overlay> truth(int index) {
        List<Overlay> overlays = new ArrayList<>();
        Annotations all = instances.dataset().annotations();
        int image = instances.dataset().images().indexOf(instances.imageId(index));
        for (int k = 0; k < instances.dataset().byImage().count(image); k++) {
            int row = instances.dataset().byImage().row(image, k);
            if (all.isCrowd(row) || !all.hasBox(row)) {
                continue;
            }
            int category = instances.classOf(all.categoryId(row));
            boolean outline = all.segmentationKind(row) != SegmentationKind.NONE;
            Rle mask = outline ? all.mask(row) : null;
            overlays.add(new Overlay(
                    instances.classNames().get(category),
                    Double.NaN,
                    category,
                    (float) all.box(row, 0),
                    (float) all.box(row, 1),
                    (float) (all.box(row, 0) + all.box(row, 2)),
                    (float) (all.box(row, 1) + all.box(row, 3)),
                    mask));
        }
        return overlays;
    }

    /** Objects without a detection of their class that overlaps by half, and detections without such an object. */
    private int errors(int position) {
        List<InstanceAnnotation> truth = instances
                .annotations(evaluation.images().get(position))
                .stream()
                .filter(annotation -> !annotation.crowd())
                .toList();
        List<Detection> found = new ArrayList<>(
                evaluation.detections().get(position).atLeast(SHOWN_SCORE).items());
        int missed = 0;
        for (InstanceAnnotation object : truth) {
            boolean hit = false;
            for (int i = 0; i < found.size() && !hit; i++) {
                if (found.get(i).classIndex() == object.category()
                        && iou(found.get(i).box(), object.box().xy()) >= 0.5) {
                    found.remove(i);
                    hit = true;
                }
            }
            missed += hit ? 0 : 1;
        }
        return missed + found.size();
    }

    private static double iou(float[] a, double[] b) {
        double w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        double h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        double common = Math.max(w, 0) * Math.max(h, 0);
        return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common);
    }
}
