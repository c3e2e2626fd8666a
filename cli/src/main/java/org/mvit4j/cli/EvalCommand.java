package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.eval.Summary;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.coco.DatasetException;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detector;
import org.mvit4j.train.demo.TrainingReport;
import org.mvit4j.train.detection.DetectionEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvit eval}: a detector on the annotated pictures of a data set. */
@Command(
        name = "eval",
        description = {
            "Detect on the pictures of a COCO-format data set and print COCO's tables for boxes and masks.",
            ""
        },
        footer = {
            "  mvit eval -c mask_rcnn_mvitv2_t_3x -w model_final_1a1c30.pkl --data coco",
            "  mvit eval -m run/model --data shapes --report report.html"
        })
final class EvalCommand extends MvitCommand {

    @Mixin
    final DetectorOptions detector = new DetectorOptions();

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "Folder with annotations/instances_val*.json and pictures, or an annotation file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path data;

    @Option(names = "--split", defaultValue = "val", description = "Part of the data set (default: ${DEFAULT-VALUE}).")
    String split = "val";

    @Option(names = "--images", paramLabel = "N", description = "The first N images alone.")
    int images = Integer.MAX_VALUE;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a page with tables, curves and pictures.")
    @Nullable
    Path report;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        CocoFolder folder = CocoFolder.locate(data, split);
        CocoInstances instances = CocoInstances.forEvaluation(CocoDataset.read(folder.annotations()), folder);
        if (instances.size() == 0) {
            throw new DatasetException(folder.annotations(), "it has no images", "name another data set");
        }
        try (Detector open = detector.open(DetectOptions.ALL)) {
            if (open.classNames().size() != instances.classNames().size()) {
                throw new DatasetException(
                        folder.annotations(),
                        "it has " + instances.classNames().size() + " classes, the detector "
                                + open.classNames().size(),
                        "evaluate on the data set that the detector was trained for");
            }
            DetectionEvaluation evaluation;
            try (Progress progress = console.progress("evaluating", Math.min(images, instances.size()))) {
                evaluation = DetectionEvaluation.run(open, instances, images, progress::step);
            }
            if (report != null) {
                new TrainingReport(evaluation, List.of())
                        .write(
                                report,
                                "Evaluation",
                                List.of(evaluation.images().size() + " pictures"),
                                "From " + folder.annotations() + ".",
                                Map.of(),
                                List.of());
            }
            if (jsonOption.json) {
                console.json(evaluation.metrics());
            } else {
                print(console, evaluation);
            }
        }
        return ExitStatus.OK;
    }

    static void print(Console console, DetectionEvaluation evaluation) {
        console.print("boxes");
        console.printRaw(evaluation.boxSummary().table());
        Summary masks = evaluation.maskSummary();
        if (masks != null) {
            console.print("masks");
            console.printRaw(masks.table());
        }
    }
}
