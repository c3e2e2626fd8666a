package org.mvit4j.coco.check;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Whether the detections name images and categories as the data set does. */
final class IdCheck extends Inspection {

    private IdCheck(Evidence evidence) {
        super(evidence);
    }

    static void run(Evidence evidence) {
        IdCheck check = new IdCheck(evidence);
        check.imageIds();
        check.categoryIds();
    }

    private void imageIds() {
        List<Integer> unknown = Evidence.rows(detections, d -> !images.containsKey(Evidence.key(d.image)));
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
        evidence.ofDetections(
                Finding.Code.UNKNOWN_IMAGE, "detections of images that " + truth.name + " does not have", unknown, fix);
    }

    private double share(List<Integer> rows, Predicate<RawFile.Record> test) {
        return (double) rows.stream().filter(i -> test.test(detections.get(i))).count() / rows.size();
    }

    private void categoryIds() {
        List<Integer> unknown = Evidence.rows(detections, d -> !categoryPosition.containsKey(Evidence.key(d.category)));
        Set<Object> names = new HashSet<>();
        truth.categories.forEach(c -> names.add(String.valueOf(c.name)));
        List<Integer> named = Evidence.rows(detections, d -> d.category instanceof String s && names.contains(s));
        if (!named.isEmpty()) {
            evidence.ofDetections(
                    Finding.Code.CATEGORY_NAMES,
                    "category_id is a name, which the evaluation drops without a word",
                    named,
                    "write the id of the category with that name");
            unknown.removeAll(new HashSet<>(named));
        }
        boolean positions = positions();
        if (!positions && !unknown.isEmpty()) {
            evidence.ofDetections(
                    Finding.Code.UNKNOWN_CATEGORY,
                    "detections of categories that " + truth.name
                            + " does not have, which the evaluation drops without a word",
                    unknown,
                    "write ids of \"categories\": " + someIds());
        }
    }

    private String someIds() {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < Math.min(4, truth.categories.size()); k++) {
            RawFile.Record c = truth.categories.get(k);
            text.append(k == 0 ? "" : ", ")
                    .append(Evidence.quoted(c.id))
                    .append(" = ")
                    .append(c.name);
        }
        return text.append(truth.categories.size() > 4 ? ", …" : "").toString();
    }

    /** Whether category ids make sense as positions from 0 or 1, by the objects that detections lie on. */
    private boolean positions() {
        int n = truth.categories.size();
        int[] agree = new int[3];
        int[] seen = new int[1];
        evidence.sample((d, object) -> {
            seen[0]++;
            Integer position = categoryPosition.get(Evidence.key(object.category));
            agree[0] += Evidence.key(d.category).equals(Evidence.key(object.category)) ? 1 : 0;
            if (position != null && d.category instanceof Long id) {
                agree[1] += id == (long) position ? 1 : 0;
                agree[2] += id == position + 1L ? 1 : 0;
            }
        });
        int best = agree[1] >= agree[2] ? 1 : 2;
        if (seen[0] < 5 || n < 2 || agree[best] < 0.3 * seen[0] || agree[best] < 2 * agree[0]) {
            return false;
        }
        List<Integer> all = Evidence.rows(detections, d -> d.category instanceof Long);
        evidence.ofDetections(
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
                "write categories[category_id" + (best == 1 ? "" : " - 1") + "].id");
        return true;
    }
}
