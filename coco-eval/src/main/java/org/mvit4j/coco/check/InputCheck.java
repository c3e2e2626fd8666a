package org.mvit4j.coco.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

    private InputCheck() {}

    /**
     * Checks two files.
     *
     * @throws org.mvit4j.coco.CocoFormatException if one is not JSON at all
     */
    public static Result check(Path truth, Path results) throws IOException {
        RawFile first = RawFile.read(truth);
        RawFile second = RawFile.read(results);
        Evidence evidence = new Evidence(first, second);
        if (!empty(evidence)) {
            IdCheck.run(evidence);
            GeometryCheck.run(evidence);
            FieldCheck.run(evidence);
        }
        return new Result(
                first.name,
                second.name,
                first.images.size(),
                first.annotations.size(),
                second.annotations.size(),
                List.copyOf(evidence.findings));
    }

    /** Whether there is nothing to inspect further. */
    private static boolean empty(Evidence evidence) {
        RawFile truth = evidence.truth;
        RawFile results = evidence.results;
        List<RawFile.Record> detections = evidence.detections;
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
            evidence.findings.add(new Finding(Finding.Code.EMPTY, fact, 0, 0, null, fix));
        }
        return fact != null && (detections.isEmpty() || truth.images.isEmpty() || truth.annotations.isEmpty());
    }
}
