package org.mvit4j.train.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.augment.InstanceAnnotation;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.transform.Resize;
import org.mvit4j.detect.Detection;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.draw.DrawOptions;
import org.mvit4j.detect.draw.Overlay;
import org.mvit4j.detect.draw.PictureWriter;
import org.mvit4j.detect.draw.Visualizer;
import org.mvit4j.train.detection.DetectionEvaluation;

/** Pictures with their ground truth beside the same with what was detected. */
final class Gallery {

    /** Detections below are not drawn and not counted. */
    static final double SHOWN_SCORE = 0.5;

    private static final int READABLE_SIDE = 420;
    private static final double SAME = 0.5;

    private final DetectionEvaluation evaluation;
    private final CocoInstances instances;
    private final Visualizer visualizer = new Visualizer(DrawOptions.DEFAULT.withColourBy(DrawOptions.ColourBy.CLASS));

    Gallery(DetectionEvaluation evaluation) {
        this.evaluation = evaluation;
        this.instances = evaluation.instances();
    }

    /** What is wrong about the detections of a picture, matched by class and an overlap of half, best score first. */
    record Mistakes(List<String> missed, List<String> wrong) {
        int count() {
            return missed.size() + wrong.size();
        }

        String text() {
            if (count() == 0) {
                return "all found";
            }
            List<String> parts = new ArrayList<>();
            if (!missed.isEmpty()) {
                parts.add("missed: " + counted(missed));
            }
            if (!wrong.isEmpty()) {
                parts.add("found in vain: " + counted(wrong));
            }
            return String.join("; ", parts);
        }

        private static String counted(List<String> names) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            names.forEach(name -> counts.merge(name, 1, Integer::sum));
            return counts.entrySet().stream()
                    .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " × " + e.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    /** Adds the first pictures. */
    void first(Page page, int count) throws IOException {
        add(
                page,
                IntStream.range(0, Math.min(count, evaluation.images().size()))
                        .boxed()
                        .toList());
    }

    /** Adds the pictures with the most mistakes; says so if there is none. */
    void worst(Page page, int count) throws IOException {
        List<Integer> positions = IntStream.range(0, evaluation.images().size())
                .boxed()
                .filter(position -> mistakes(position).count() > 0)
                .sorted(Comparator.comparingInt(
                                (Integer position) -> mistakes(position).count())
                        .reversed())
                .limit(count)
                .toList();
        if (positions.isEmpty()) {
            page.note("No object was missed, and nothing was found in vain.");
        } else {
            add(page, positions);
        }
    }

    private void add(Page page, List<Integer> positions) throws IOException {
        page.grid();
        for (int position : positions) {
            int index = evaluation.images().get(position);
            RgbImage picture = ImageReader.standard().read(instances.file(index));
            Detections found = evaluation.detections().get(position).atLeast(SHOWN_SCORE);
            Mistakes mistakes = mistakes(position);
            page.raw("<figure class=\"card\"><div class=\"pair\"><span>ground truth</span><span>detected</span>"
                    + drawn("ground truth", picture, truth(index))
                    + drawn("detected", picture, overlays(found)) + "</div><figcaption>"
                    + Page.escape(String.valueOf(instances.file(index).getFileName()))
                    + (mistakes.count() == 0 ? " · " : " · <span class=\"miss\">")
                    + Page.escape(mistakes.text()) + (mistakes.count() == 0 ? "" : "</span>")
                    + "</figcaption></figure>");
        }
        page.endGrid();
    }

    /** Small pictures are enlarged first, so that lines and labels stay fine. */
    private String drawn(String alt, RgbImage picture, List<Overlay> overlays) throws IOException {
        int factor = Math.max(1, READABLE_SIDE / Math.max(picture.width(), picture.height()));
        List<Overlay> enlarged =
                overlays.stream().map(each -> enlarged(each, factor)).toList();
        return Page.image("image/jpeg", PictureWriter.jpeg(visualizer.draw(enlarged(picture, factor), enlarged)), alt);
    }

    private static RgbImage enlarged(RgbImage picture, int factor) {
        if (factor == 1) {
            return picture;
        }
        return Resize.BICUBIC.apply(picture, picture.width() * factor, picture.height() * factor);
    }

    private static Overlay enlarged(Overlay o, int factor) {
        Rle mask = o.mask();
        return new Overlay(
                o.label(),
                o.score(),
                o.classIndex(),
                o.x0() * factor,
                o.y0() * factor,
                o.x1() * factor,
                o.y1() * factor,
                mask == null || factor == 1 ? mask : enlarged(mask, factor));
    }

    private static Rle enlarged(Rle mask, int factor) {
        int width = mask.width();
        int height = mask.height();
        byte[] pixels = mask.decode(Rle.Layout.ROW_MAJOR);
        byte[] large = new byte[pixels.length * factor * factor];
        for (int y = 0; y < height * factor; y++) {
            for (int x = 0; x < width * factor; x++) {
                large[y * width * factor + x] = pixels[y / factor * width + x / factor];
            }
        }
        return Rle.ofMask(large, height * factor, width * factor, Rle.Layout.ROW_MAJOR);
    }

    private static List<Overlay> overlays(Detections found) {
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
            String label = instances.classNames().get(category);
            overlays.add(SampleSheet.overlay(all, row, label, category, outline ? all.mask(row) : null));
        }
        return overlays;
    }

    Mistakes mistakes(int position) {
        List<InstanceAnnotation> crowds = instances
                .annotations(evaluation.images().get(position))
                .stream()
                .filter(InstanceAnnotation::crowd)
                .toList();
        List<InstanceAnnotation> truth =
                new ArrayList<>(instances.annotations(evaluation.images().get(position)).stream()
                        .filter(annotation -> !annotation.crowd())
                        .toList());
        List<String> wrong = new ArrayList<>();
        for (Detection d : evaluation.detections().get(position).atLeast(SHOWN_SCORE)) {
            InstanceAnnotation best = best(truth, d);
            if (best != null) {
                truth.remove(best);
            } else if (crowds.stream()
                    .noneMatch(crowd -> lies(d.box(), crowd.box().xy()))) {
                wrong.add(d.className());
            }
        }
        return new Mistakes(
                truth.stream()
                        .map(object -> instances.classNames().get(object.category()))
                        .toList(),
                wrong);
    }

    private static @Nullable InstanceAnnotation best(List<InstanceAnnotation> truth, Detection d) {
        InstanceAnnotation best = null;
        double overlap = SAME;
        for (InstanceAnnotation object : truth) {
            double iou = object.category() == d.classIndex()
                    ? iou(d.box(), object.box().xy())
                    : 0;
            if (iou >= overlap) {
                best = object;
                overlap = iou;
            }
        }
        return best;
    }

    /** Whether a box lies in a crowd by half: whatever is found there counts for nothing. */
    private static boolean lies(float[] box, double[] crowd) {
        return common(box, crowd) >= SAME * (box[2] - box[0]) * (box[3] - box[1]);
    }

    private static double iou(float[] a, double[] b) {
        double common = common(a, b);
        return common / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common);
    }

    private static double common(float[] a, double[] b) {
        double w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
        double h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
        return Math.max(w, 0) * Math.max(h, 0);
    }
}
