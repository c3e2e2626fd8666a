package org.mvit4j.coco.check;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether annotations have the fields and ids that evaluation needs, and detections scores that mean something. */
final class FieldCheck extends Inspection {

    private FieldCheck(Evidence evidence) {
        super(evidence);
    }

    static void run(Evidence evidence) {
        FieldCheck check = new FieldCheck(evidence);
        check.annotations();
        check.scores();
        check.repeated();
    }

    private void annotations() {
        List<RawFile.Record> all = truth.annotations;
        evidence.ofAnnotations(
                Finding.Code.ZERO_ID,
                "an annotation with id 0: the reference takes a detection that matches it for a wrong one",
                Evidence.rows(all, a -> a.id instanceof Long id && id == 0),
                "number annotations from 1");
        Set<Object> seen = new HashSet<>();
        evidence.ofAnnotations(
                Finding.Code.DUPLICATE_ID,
                "annotations whose id another one has too: the reference evaluates the last in place of all of them",
                Evidence.rows(all, a -> !seen.add(Evidence.key(a.id))),
                "number annotations from 1 without repetition");
        evidence.ofAnnotations(
                Finding.Code.UNKNOWN_IMAGE,
                "annotations of images that are not in \"images\"",
                Evidence.rows(all, a -> !images.containsKey(Evidence.key(a.image))),
                "add the images, or leave the annotations out");
        evidence.ofAnnotations(
                Finding.Code.UNKNOWN_CATEGORY,
                "annotations of categories that are not in \"categories\"",
                Evidence.rows(all, a -> !categoryPosition.containsKey(Evidence.key(a.category))),
                "add the categories, or leave the annotations out");
        boolean lvis = truth.images.stream().anyMatch(i -> i.lvis)
                || truth.categories.stream().anyMatch(c -> c.lvis);
        evidence.ofAnnotations(
                Finding.Code.MISSING_FIELD,
                lvis ? "annotations without area" : "annotations without area or iscrowd",
                Evidence.rows(all, a -> !a.area || !lvis && !a.crowdFlag),
                lvis ? "write the segment's area in pixels" : "write the segment's area in pixels, and iscrowd 0 or 1");
    }

    private void scores() {
        List<Integer> missing = Evidence.rows(detections, d -> !d.scored || Double.isNaN(d.score));
        String fix = "write the confidence of the detection as a number from 0 to 1";
        evidence.ofDetections(Finding.Code.SCORES, "detections without a score", missing, fix);
        List<Integer> outside = Evidence.rows(detections, d -> d.scored && (d.score < 0 || d.score > 1));
        boolean percent = !outside.isEmpty()
                && outside.stream().allMatch(i -> {
                    double score = detections.get(i).score;
                    return score >= 0 && score <= 100;
                });
        evidence.ofDetections(
                Finding.Code.SCORES,
                "scores outside 0 to 1, whose order counts but whose thresholds and calibration mean nothing",
                outside,
                percent ? "divide by 100" : "apply the sigmoid or softmax: these look like logits");
        double first = detections.get(0).score;
        if (detections.size() > 1 && detections.stream().allMatch(d -> d.score == first)) {
            evidence.ofDetections(
                    Finding.Code.SCORES,
                    "every detection has the same score, so that the file's order decides",
                    Evidence.rows(detections, d -> true),
                    fix);
        }
    }

    private void repeated() {
        Set<List<Object>> seen = new HashSet<>();
        List<Integer> again = Evidence.rows(detections, d -> {
            double[] box = d.box;
            return box != null
                    && !seen.add(List.of(
                            Evidence.key(d.image),
                            Evidence.key(d.category),
                            d.score,
                            Arrays.hashCode(box),
                            box[0],
                            box[1]));
        });
        if (again.size() > 0.02 * detections.size()) {
            evidence.ofDetections(
                    Finding.Code.REPEATED,
                    "detections that are in the file already, image, category, score and box",
                    again,
                    "write each detection once; were the files of several processes joined twice?");
        }
    }
}
