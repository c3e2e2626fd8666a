package org.mvit4j.coco.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.mask.BoxIou;

/** Looks two files over for what makes an average precision 0 or bends it. */
public final class InputCheck {
    /**
     * What was looked at and found.
     *
     * @param truth the annotation file
     * @param results the result file
     * @param images number of images
     * @param annotations number of annotations
     * @param detections number of detections
     * @param findings what is wrong, the gravest first; empty if nothing
     */
    public record Result(
            String truth, String results, int images, int annotations, int detections, List<Finding> findings) {}

    private static final double OVERLAP = 0.5;
    private static final int SAMPLED_IMAGES = 400;
    private static final int SAMPLED_DETECTIONS = 60;

    private final RawFile truth;
    private final RawFile results;
    private final List<RawFile.Record> detections;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Object, RawFile.Record> images = new HashMap<>();
    private final Map<Object, Integer> categoryPosition = new HashMap<>();
    private final Map<Object, List<RawFile.Record>> objects = new HashMap<>();

    private InputCheck(RawFile truth, RawFile results) {
        this.truth = truth;
        this.results = results;
        detections = results.annotations;
        for (RawFile.Record image : truth.images) {
            images.put(String.valueOf(image.id) + type(image.id), image);
        }
        for (int k = 0; k < truth.categories.size(); k++) {
            Object id = truth.categories.get(k).id;
            categoryPosition.put(String.valueOf(id) + type(id), k);
        }
        for (RawFile.Record annotation : truth.annotations) {
            if (annotation.box != null && annotation.box.length == 4 && !annotation.crowd) {
                objects.computeIfAbsent(key(annotation.image), k -> new ArrayList<>())
                        .add(annotation);
            }
        }
    }

    /**
     * Checks two files.
     *
     * @throws org.mvit4j.coco.CocoFormatException if one is not JSON at all
     */
    public static Result check(Path truth, Path results) throws IOException {
        RawFile first = RawFile.read(truth);
        RawFile second = RawFile.read(results);
        InputCheck check = new InputCheck(first, second);
        check.run();
        return new Result(
                first.name,
                second.name,
                first.images.size(),
                first.annotations.size(),
                second.annotations.size(),
                List.copyOf(check.findings));
    }

    private static String type(@Nullable Object id) {
        return id instanceof String ? "s" : "n";
    }

    private static Object key(@Nullable Object id) {
        return String.valueOf(id) + type(id);
    }

    private void run() {
        if (empty()) {
            return;
        }
        imageIds();
        categoryIds();
        boxes();
        sizes();
        annotations();
        scores();
        repeated();
    }

    private void add(Finding.Code code, String fact, List<Integer> rows, int total, boolean inResults, String fix) {
        if (!rows.isEmpty()) {
            findings.add(new Finding(code, fact, rows.size(), total, example(rows.get(0), inResults), fix));
        }
    }

    private String example(int row, boolean inResults) {
        RawFile.Record r = (inResults ? results : truth).annotations.get(row);
        StringBuilder text = new StringBuilder(inResults ? results.name + " /" : truth.name + " /annotations/");
        text.append(row).append(": image_id ").append(quoted(r.image));
        text.append(", category_id ").append(quoted(r.category));
        if (r.id != null) {
            text.append(", id ").append(quoted(r.id));
        }
        if (r.box != null) {
            text.append(", bbox ").append(Arrays.toString(r.box));
        }
        if (r.scored) {
            text.append(", score ").append(r.score);
        }
        return text.toString();
    }

    private static String quoted(@Nullable Object id) {
        return id instanceof String text ? '"' + text + '"' : String.valueOf(id);
    }

    private static List<Integer> rows(List<RawFile.Record> records, Predicate<RawFile.Record> bad) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (bad.test(records.get(i))) {
                rows.add(i);
            }
        }
        return rows;
    }

    // ---- ids -------------------------------------------------------------------------------------------------------

    private boolean empty() {
        String fact = null;
        String fix = "";
        if (truth.list) {
            fact = truth.name + " is a list: a result file stands where the annotations should";
            fix = "give the annotation file with --gt and the results with --dt";
        } else if (truth.images.isEmpty()) {
            fact = truth.name + " has no images";
            fix = "write the images that were looked at into \"images\"";
        } else if (truth.annotations.isEmpty()) {
            fact = truth.name + " has no annotations, so that every figure is -1";
            fix = "evaluate on a split with annotations; those of test sets are not public";
        } else if (detections.isEmpty()) {
            fact = results.name + " has no detections";
            fix = results.list
                    ? "lower the score threshold of the detector, or look at why it finds nothing"
                    : "write results as a list of records [{\"image_id\": …, \"category_id\": …, \"bbox\": …,"
                            + " \"score\": …}, …]";
        } else if (!results.list) {
            fact = results.name + " is an object, not a list";
            fix = "write the list of its \"annotations\" alone";
        }
        if (fact != null) {
            findings.add(new Finding(Finding.Code.EMPTY, fact, 0, 0, null, fix));
        }
        return fact != null && (detections.isEmpty() || truth.images.isEmpty() || truth.annotations.isEmpty());
    }

    private void imageIds() {
        List<Integer> unknown = rows(detections, d -> !images.containsKey(key(d.image)));
        if (unknown.isEmpty()) {
            return;
        }
        Set<Object> names = new HashSet<>();
        Set<Object> stems = new HashSet<>();
        for (RawFile.Record image : truth.images) {
            if (image.name instanceof String name) {
                names.add(name);
                stems.add(name.replaceAll("\\.[^.]*$", ""));
            }
        }
        String fix = "evaluate results of this data set, and write each image_id as \"images\" of the data set has it";
        if (share(unknown, d -> images.containsKey(d.image + (d.image instanceof String ? "n" : "s"))) > 0.5) {
            fix = detections.get(unknown.get(0)).image instanceof String
                    ? "write ids as numbers, not as strings"
                    : "write ids as strings, as the data set does";
        } else if (share(unknown, d -> d.image instanceof String s && (names.contains(s) || stems.contains(s))) > 0.5) {
            fix = "these are file names: write the id of the image with that file_name";
        } else if (share(unknown, d -> d.image instanceof Long i && i >= 0 && i < truth.images.size()) > 0.95) {
            fix = "these look like positions in the list of images: write the id of the image at that position";
        }
        add(
                Finding.Code.UNKNOWN_IMAGE,
                "detections of images that " + truth.name + " does not have",
                unknown,
                detections.size(),
                true,
                fix);
    }

    private double share(List<Integer> rows, Predicate<RawFile.Record> test) {
        return (double) rows.stream().filter(i -> test.test(detections.get(i))).count() / rows.size();
    }

    private void categoryIds() {
        List<Integer> unknown = rows(detections, d -> !categoryPosition.containsKey(key(d.category)));
        Set<Object> names = new HashSet<>();
        truth.categories.forEach(c -> names.add(String.valueOf(c.name)));
        List<Integer> named = rows(detections, d -> d.category instanceof String s && names.contains(s));
        if (!named.isEmpty()) {
            add(
                    Finding.Code.CATEGORY_NAMES,
                    "category_id is a name, which the evaluation drops without a word",
                    named,
                    detections.size(),
                    true,
                    "write the id of the category with that name");
            unknown.removeAll(new HashSet<>(named));
        }
        boolean positions = positions();
        if (!positions && !unknown.isEmpty()) {
            add(
                    Finding.Code.UNKNOWN_CATEGORY,
                    "detections of categories that " + truth.name
                            + " does not have, which the evaluation drops without a word",
                    unknown,
                    detections.size(),
                    true,
                    "write ids of \"categories\": " + someIds());
        }
    }

    private String someIds() {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < Math.min(4, truth.categories.size()); k++) {
            RawFile.Record c = truth.categories.get(k);
            text.append(k == 0 ? "" : ", ").append(quoted(c.id)).append(" = ").append(c.name);
        }
        return text.append(truth.categories.size() > 4 ? ", …" : "").toString();
    }

    /** Whether category ids make sense as positions from 0 or 1, by the objects that detections lie on. */
    private boolean positions() {
        int n = truth.categories.size();
        int[] agree = new int[3];
        int[] seen = new int[1];
        sample((d, object) -> {
            seen[0]++;
            Integer position = categoryPosition.get(key(object.category));
            agree[0] += key(d.category).equals(key(object.category)) ? 1 : 0;
            if (position != null && d.category instanceof Long id) {
                agree[1] += id == (long) position ? 1 : 0;
                agree[2] += id == position + 1L ? 1 : 0;
            }
        });
        int best = agree[1] >= agree[2] ? 1 : 2;
        if (seen[0] < 5 || n < 2 || agree[best] < 0.3 * seen[0] || agree[best] < 2 * agree[0]) {
            return false;
        }
        List<Integer> all = rows(detections, d -> d.category instanceof Long);
        add(
                Finding.Code.CATEGORY_POSITIONS,
                String.format(
                        Locale.ROOT,
                        "category ids are positions from %d in the list of categories: of %d detections that lie on an"
                                + " object, %d have its category as it is written and %d as a position",
                        best - 1,
                        seen[0],
                        agree[0],
                        agree[best]),
                all,
                detections.size(),
                true,
                "write categories[category_id" + (best == 1 ? "" : " - 1") + "].id");
        return true;
    }

    // ---- boxes -----------------------------------------------------------------------------------------------------

    private interface Pair {
        void met(RawFile.Record detection, RawFile.Record object);
    }

    /** Detections that lie on an object, whatever its category, in some images. */
    private void sample(Pair pair) {
        for (Map.Entry<Object, List<RawFile.Record>> entry : sampled().entrySet()) {
            for (RawFile.Record d : entry.getValue()) {
                RawFile.Record on = on(objects.getOrDefault(entry.getKey(), List.of()), d.box);
                if (on != null) {
                    pair.met(d, on);
                }
            }
        }
    }

    private Map<Object, List<RawFile.Record>> sampled() {
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

    private static RawFile.@Nullable Record on(List<RawFile.Record> objects, double @Nullable [] b) {
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

    private void boxes() {
        Map<Object, List<RawFile.Record>> sampled = sampled();
        BoxForm[] forms = BoxForm.values();
        int[] found = new int[forms.length];
        int total = 0;
        for (Map.Entry<Object, List<RawFile.Record>> entry : sampled.entrySet()) {
            List<RawFile.Record> here = objects.getOrDefault(entry.getKey(), List.of());
            RawFile.Record image = images.get(entry.getKey());
            total += here.size();
            for (int f = 0; f < forms.length && image != null; f++) {
                Set<RawFile.Record> hit = new HashSet<>();
                for (RawFile.Record d : entry.getValue()) {
                    double[] box = d.box;
                    double[] read = box == null ? null : forms[f].read(box, image.width, image.height);
                    RawFile.Record on = on(here, read);
                    if (on != null) {
                        hit.add(on);
                    }
                }
                found[f] += hit.size();
            }
        }
        int best = 0;
        for (int f = 1; f < forms.length; f++) {
            best = found[f] > found[best] ? f : best;
        }
        List<Integer> boxed = rows(detections, d -> d.box != null && d.box.length == 4);
        if (best > 0 && found[best] >= 3 && found[best] >= 0.1 * total && found[best] > 2 * found[0]) {
            add(
                    Finding.Code.BOX_FORM,
                    String.format(
                            Locale.ROOT,
                            "boxes look like %s: of %d objects %d are met by a detection as it is written and %d if it"
                                    + " is read so",
                            forms[best].description,
                            total,
                            found[0],
                            found[best]),
                    boxed,
                    detections.size(),
                    true,
                    forms[best].fix);
        }
        add(
                Finding.Code.EMPTY_BOX,
                "boxes without width or height match nothing",
                rows(detections, d -> d.box != null && d.box.length == 4 && !(d.box[2] > 0 && d.box[3] > 0)),
                detections.size(),
                true,
                "write [x, y, width, height] with positive sides, or leave such detections out");
        add(
                Finding.Code.MISSING_FIELD,
                "bbox is not a list of four numbers",
                rows(detections, d -> d.box != null && d.box.length != 4),
                detections.size(),
                true,
                "write [x, y, width, height]");
    }

    private void sizes() {
        int beyond = 0;
        int fits = 0;
        List<Integer> bad = new ArrayList<>();
        for (int row = 0; row < truth.annotations.size(); row++) {
            RawFile.Record a = truth.annotations.get(row);
            RawFile.Record image = images.get(key(a.image));
            if (a.box == null || a.box.length != 4 || image == null || image.width <= 0 || image.height <= 0) {
                continue;
            }
            double right = a.box[0] + a.box[2];
            double bottom = a.box[1] + a.box[3];
            if (right > image.width + 2 || bottom > image.height + 2) {
                beyond++;
                bad.add(row);
                fits += right <= image.height + 2 && bottom <= image.width + 2 ? 1 : 0;
            }
        }
        if (beyond >= 3 && fits > 0.8 * beyond) {
            add(
                    Finding.Code.SWAPPED_SIZE,
                    "boxes reach beyond their image, and would not if its width and height were exchanged",
                    bad,
                    truth.annotations.size(),
                    false,
                    "exchange \"width\" and \"height\" in \"images\"; a picture read as an array has height first");
        }
        List<Integer> masks = rows(detections, d -> {
            RawFile.Record image = images.get(key(d.image));
            return d.maskSize != null
                    && d.maskSize.length == 2
                    && image != null
                    && image.width > 0
                    && (d.maskSize[0] != image.height || d.maskSize[1] != image.width);
        });
        long turned = masks.stream()
                .filter(i -> {
                    RawFile.Record d = detections.get(i);
                    RawFile.Record image = images.get(key(d.image));
                    return image != null
                            && d.maskSize != null
                            && d.maskSize[0] == image.width
                            && d.maskSize[1] == image.height;
                })
                .count();
        add(
                Finding.Code.MASK_SIZE,
                "masks of another size than their image match nothing",
                masks,
                detections.size(),
                true,
                turned > masks.size() / 2
                        ? "sizes are exchanged: write size as [height, width] and encode the mask column by column"
                        : "bring masks to the size of the original image before encoding");
    }

    // ---- fields ----------------------------------------------------------------------------------------------------

    private void annotations() {
        List<RawFile.Record> all = truth.annotations;
        add(
                Finding.Code.ZERO_ID,
                "an annotation with id 0: the reference takes a detection that matches it for a wrong one",
                rows(all, a -> a.id instanceof Long id && id == 0),
                all.size(),
                false,
                "number annotations from 1");
        Set<Object> seen = new HashSet<>();
        add(
                Finding.Code.DUPLICATE_ID,
                "annotations whose id another one has too: the reference evaluates the last in place of all of them",
                rows(all, a -> !seen.add(key(a.id))),
                all.size(),
                false,
                "number annotations from 1 without repetition");
        add(
                Finding.Code.UNKNOWN_IMAGE,
                "annotations of images that are not in \"images\"",
                rows(all, a -> !images.containsKey(key(a.image))),
                all.size(),
                false,
                "add the images, or leave the annotations out");
        add(
                Finding.Code.UNKNOWN_CATEGORY,
                "annotations of categories that are not in \"categories\"",
                rows(all, a -> !categoryPosition.containsKey(key(a.category))),
                all.size(),
                false,
                "add the categories, or leave the annotations out");
        add(
                Finding.Code.MISSING_FIELD,
                "annotations without area or iscrowd",
                rows(all, a -> !a.area || !a.crowdFlag),
                all.size(),
                false,
                "write the segment's area in pixels, and iscrowd 0 or 1");
    }

    private void scores() {
        List<Integer> missing = rows(detections, d -> !d.scored || Double.isNaN(d.score));
        String fix = "write the confidence of the detection as a number from 0 to 1";
        add(Finding.Code.SCORES, "detections without a score", missing, detections.size(), true, fix);
        List<Integer> outside = rows(detections, d -> d.scored && (d.score < 0 || d.score > 1));
        boolean percent = !outside.isEmpty()
                && outside.stream().allMatch(i -> {
                    double score = detections.get(i).score;
                    return score >= 0 && score <= 100;
                });
        add(
                Finding.Code.SCORES,
                "scores outside 0 to 1, whose order counts but whose thresholds and calibration mean nothing",
                outside,
                detections.size(),
                true,
                percent ? "divide by 100" : "apply the sigmoid or softmax: these look like logits");
        double first = detections.get(0).score;
        if (detections.size() > 1 && detections.stream().allMatch(d -> d.score == first)) {
            add(
                    Finding.Code.SCORES,
                    "every detection has the same score, so that the file's order decides",
                    rows(detections, d -> true),
                    detections.size(),
                    true,
                    fix);
        }
    }

    private void repeated() {
        Set<List<Object>> seen = new HashSet<>();
        List<Integer> again = rows(detections, d -> {
            double[] box = d.box;
            return box != null
                    && !seen.add(List.of(key(d.image), key(d.category), d.score, Arrays.hashCode(box), box[0], box[1]));
        });
        if (again.size() > 0.02 * detections.size()) {
            add(
                    Finding.Code.REPEATED,
                    "detections that are in the file already, image, category, score and box",
                    again,
                    detections.size(),
                    true,
                    "write each detection once; were the files of several processes joined twice?");
        }
    }
}
