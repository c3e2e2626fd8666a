package org.mvit4j.coco.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.mask.BoxIou;

/** Two files with what several inspections ask of them, and what was found so far. */
final class Evidence {
    private static final double OVERLAP = 0.5;
    private static final int SAMPLED_IMAGES = 400;
    private static final int SAMPLED_DETECTIONS = 60;

    final RawFile truth;
    final RawFile results;
    final List<RawFile.Record> detections;
    final List<Finding> findings = new ArrayList<>();
    final Map<Object, RawFile.Record> images = new HashMap<>();
    final Map<Object, Integer> categoryPosition = new HashMap<>();
    /** By image, the annotations with a box that are no crowds. */
    final Map<Object, List<RawFile.Record>> objects = new HashMap<>();

    Evidence(RawFile truth, RawFile results) {
        this.truth = truth;
        this.results = results;
        detections = results.annotations;
        for (RawFile.Record image : truth.images) {
            images.put(key(image.id), image);
        }
        for (int k = 0; k < truth.categories.size(); k++) {
            categoryPosition.put(key(truth.categories.get(k).id), k);
        }
        for (RawFile.Record annotation : truth.annotations) {
            if (annotation.box != null && annotation.box.length == 4 && !annotation.crowd) {
                objects.computeIfAbsent(key(annotation.image), k -> new ArrayList<>())
                        .add(annotation);
            }
        }
    }

    /** An id to look up by: 1 and "1" are not the same. */
    static Object key(@Nullable Object id) {
        return String.valueOf(id) + (id instanceof String ? "s" : "n");
    }

    static String quoted(@Nullable Object id) {
        return id instanceof String text ? '"' + text + '"' : String.valueOf(id);
    }

    static List<Integer> rows(List<RawFile.Record> records, Predicate<RawFile.Record> bad) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (bad.test(records.get(i))) {
                rows.add(i);
            }
        }
        return rows;
    }

    /** Adds a finding about detections, unless there are none of them. */
    void ofDetections(Finding.Code code, String fact, List<Integer> rows, String fix) {
        add(code, fact, rows, results, " /", fix);
    }

    /** Adds a finding about annotations, unless there are none of them. */
    void ofAnnotations(Finding.Code code, String fact, List<Integer> rows, String fix) {
        add(code, fact, rows, truth, " /annotations/", fix);
    }

    private void add(Finding.Code code, String fact, List<Integer> rows, RawFile file, String pointer, String fix) {
        if (!rows.isEmpty()) {
            RawFile.Record first = file.annotations.get(rows.get(0));
            String example = file.name + pointer + rows.get(0) + ": " + described(first);
            findings.add(new Finding(code, fact, rows.size(), file.annotations.size(), example, fix));
        }
    }

    private static String described(RawFile.Record record) {
        StringBuilder text = new StringBuilder("image_id ").append(quoted(record.image));
        text.append(", category_id ").append(quoted(record.category));
        if (record.id != null) {
            text.append(", id ").append(quoted(record.id));
        }
        if (record.box != null) {
            text.append(", bbox ").append(Arrays.toString(record.box));
        }
        if (record.scored) {
            text.append(", score ").append(record.score);
        }
        return text.toString();
    }

    // ---- which detections lie on objects ---------------------------------------------------------------------------

    interface Pair {
        void met(RawFile.Record detection, RawFile.Record object);
    }

    /** Detections that lie on an object, whatever its category, in some images. */
    void sample(Pair pair) {
        for (Map.Entry<Object, List<RawFile.Record>> entry : sampled().entrySet()) {
            for (RawFile.Record d : entry.getValue()) {
                RawFile.Record on = on(objects.getOrDefault(entry.getKey(), List.of()), d.box);
                if (on != null) {
                    pair.met(d, on);
                }
            }
        }
    }

    /** Some of the detections with a box, by image. */
    Map<Object, List<RawFile.Record>> sampled() {
        Map<Object, List<RawFile.Record>> sampled = new HashMap<>();
        for (RawFile.Record d : detections) {
            if (d.box == null || d.box.length != 4 || !objects.containsKey(key(d.image))) {
                continue;
            }
            List<RawFile.Record> of = sampled.get(key(d.image));
            if (of == null && sampled.size() < SAMPLED_IMAGES) {
                of = new ArrayList<>();
                sampled.put(key(d.image), of);
            }
            if (of != null && of.size() < SAMPLED_DETECTIONS) {
                of.add(d);
            }
        }
        return sampled;
    }

    /** The object that box {@code b} overlaps most, if by half. */
    static RawFile.@Nullable Record on(List<RawFile.Record> objects, double @Nullable [] b) {
        RawFile.Record best = null;
        double most = OVERLAP;
        for (RawFile.Record object : objects) {
            double[] t = object.box;
            if (b != null && t != null && b[2] > 0 && b[3] > 0) {
                double iou = BoxIou.of(b[0], b[1], b[2], b[3], t[0], t[1], t[2], t[3], false);
                if (iou >= most) {
                    most = iou;
                    best = object;
                }
            }
        }
        return best;
    }
}
