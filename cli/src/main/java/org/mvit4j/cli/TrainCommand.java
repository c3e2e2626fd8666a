package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.train.detection.DetectionEvaluation;
import org.mvit4j.train.detection.DetectionTraining;
import org.mvit4j.train.detection.TrainOptions;
import org.mvit4j.train.run.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit train}: a detector on a COCO-format data set. */
@Command(
        name = "train",
        description = {
            "Train a detector on a COCO-format data set. Classes come from the data set. The run directory holds the "
                    + "resolved configuration, metrics.jsonl, TensorBoard events, curves and checkpoints; Ctrl-C saves "
                    + "a checkpoint and ends, --resume goes on.",
            ""
        },
        footer = {
            "  mvit train -c mask_rcnn_mvitv2_t_3x --data coco -w MViTv2_T_in1k.pyth --out run --device gpu:0",
            "  mvit train -c my.yaml --data shapes --out run solver.batch_size=4 solver.optimizer.lr=2e-4",
            "  mvit train -c my.yaml --data shapes --out run --resume"
        })
final class TrainCommand extends MvitCommand {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "CONFIG",
            description = "Configuration: a name of mvit config list, or a YAML file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    String config;

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "Folder with annotations/instances_train*.json and pictures, or an annotation file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path data;

    @Option(
            names = {"-w", "--weights"},
            paramLabel = "FILE",
            description = "Checkpoint to start from: an ImageNet classifier for the backbone, or a whole detector.")
    @Nullable
    Path weights;

    @Option(names = "--reset-predictors", description = "Leave the layers that depend on the classes out of --weights.")
    boolean resetPredictors;

    @Option(names = "--skip-broken", description = "Replace pictures that cannot be read by others.")
    boolean skipBroken;

    @Option(
            names = "--repeat-threshold",
            paramLabel = "SHARE",
            description = "Repeat images of categories rarer than this share of the images, 0.001 for LVIS.")
    @Nullable
    Double repeatThreshold;

    @Mixin
    final TrainingOptions trainingOptions = new TrainingOptions();

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Overrides of the configuration.")
    List<String> overrides = new ArrayList<>();

    @Override
    int run(Console console) throws Exception {
        RunOptions run = trainingOptions.toRun(skipBroken, console);
        Double threshold = repeatThreshold;
        trainingOptions.require(
                threshold == null || threshold > 0 && threshold <= 1,
                "--repeat-threshold " + threshold + ": a share of the images lies between 0 and 1, such as 0.001");
        TrainOptions options = TrainOptions.of(data, run)
                .withWeights(weights)
                .withResetPredictors(resetPredictors)
                .withRepeatThreshold(repeatThreshold);
        try (DetectionTraining training =
                        DetectionTraining.open(DetectorConfig.load(config, overrides), options, List.of());
                Interruption interruption = new Interruption(training::requestStop)) {
            training.run();
            if (interruption.requested()) {
                console.note("stopped behind step " + training.trainer().done() + "; go on with --resume");
                return ExitStatus.INTERRUPTED;
            }
            result(console, training);
        }
        return ExitStatus.OK;
    }

    private void result(Console console, DetectionTraining training) throws Exception {
        DetectionEvaluation evaluation = training.lastEvaluation();
        Map<String, Double> metrics = evaluation == null ? Map.of() : evaluation.metrics();
        if (jsonOption.json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("steps", training.trainer().done());
            result.put("out", trainingOptions.out.toString());
            result.put("metrics", metrics);
            console.json(result);
            return;
        }
        if (evaluation != null) {
            EvalCommand.print(console, evaluation);
        }
        Path best = training.checkpoints().bestCheckpoint().orElse(null);
        if (best != null) {
            console.print("best checkpoint: " + best);
        }
        console.print("written to " + trainingOptions.out);
    }
}
