package org.mvit4j.coco.eval;

import java.nio.file.Path;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoInputs;

/**
 * The shortest way from two files to the table, for measurements and for machines without the command line module:
 * {@code java -cp mvit4j-coco-eval.jar org.mvit4j.coco.eval.CocoEvalMain GT DT [bbox|segm|keypoints|boundary|lvis-bbox|…]}.
 */
public final class CocoEvalMain {
    private static final String LVIS = "lvis-";

    private CocoEvalMain() {}

    /** Prints the table; a bad input ends the program with its exception. */
    public static void main(String[] args) {
        if (args.length < 2 || args.length > 3) {
            System.err.println(
                    "usage: CocoEvalMain GT.json DT.json [bbox|segm|keypoints|boundary|lvis-bbox|lvis-segm]");
            return;
        }
        String type = args.length < 3 ? "bbox" : args[2];
        try (Workers workers = Workers.ofMachine()) {
            System.out.print(
                    evaluate(Path.of(args[0]), Path.of(args[1]), type, workers).table());
        }
    }

    /** Reads both files and summarises. */
    public static Summary evaluate(Path truth, Path detections, String type, Workers workers) {
        boolean lvis = type.startsWith(LVIS);
        IouType iou = IouType.of(lvis ? type.substring(LVIS.length()) : type);
        EvalParams params = lvis ? EvalParams.lvis(iou) : EvalParams.of(iou);
        CocoInputs inputs = CocoInputs.read(truth, detections, Strictness.COMPATIBLE, workers);
        EvalArrays arrays = CocoEvaluator.evaluate(inputs.dataset(), inputs.results(), params, workers)
                .accumulate(workers);
        return lvis ? Summary.lvis(arrays, inputs.dataset()) : Summary.of(arrays);
    }
}
