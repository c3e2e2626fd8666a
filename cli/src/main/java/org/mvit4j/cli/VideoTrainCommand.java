package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.classification.ClassificationCatalog;
import org.mvit4j.train.classification.ClassificationConfig;
import org.mvit4j.train.classification.ClassificationOptions;
import org.mvit4j.train.classification.ClassificationTraining;
import org.mvit4j.train.classification.StartWeights;
import org.mvit4j.train.run.RunOptions;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.init.Inflation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit video train}: a classifier of videos, or of pictures. */
@Command(
        name = "train",
        description = {
            "Train MViT, ViViT or TimeSformer on labelled videos, or on pictures with a model of one frame. Classes come "
                    + "from the data set. --weights takes a classifier of the same network, whose head is replaced "
                    + "where the classes differ, or an image model or a detector, which is inflated. The run directory "
                    + "is that of mvit train; Ctrl-C saves a checkpoint and ends, --resume goes on.",
            ""
        },
        footer = {
            "  mvit video train --model mvitv2_s_16x4 --data clips --weights k400.pyth --out run solver.epochs=20.0",
            "  mvit video train --model timesformer --data clips --weights vit_b16_in21k.pth --out run --clip 8x224",
            "  mvit video train --model mvitv2_t_in1k --data pictures --weights MViTv2_T_in1k.pyth --out run",
            "  mvit video train --model run/config.yaml --data clips --out run --resume"
        })
final class VideoTrainCommand extends MvitCommand {

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "NAME",
            description =
                    "A name of mvit video models, motion_mvitv2 and the like, an image classifier of mvit config list, "
                            + "or a YAML file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    String model;

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = VideoData.LAYOUTS)
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path data;

    @Option(
            names = {"-w", "--weights"},
            paramLabel = "FILE",
            description = "Checkpoint to start from, of any public format.")
    @Nullable
    Path weights;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            defaultValue = "center",
            description = "How an image MViT gains a time axis: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Inflation.Rule rule = Inflation.Rule.CENTER;

    @Option(names = "--reset-head", description = "Start with a new head even if that of --weights would fit.")
    boolean resetHead;

    @Option(
            names = "--clip",
            paramLabel = "FRAMESxSIDE",
            description = "Clips of another size than the model's: 8x112.")
    @Nullable
    String clip;

    @Option(names = "--recompute", description = "Recompute MViT's activations for the gradients; saves memory.")
    boolean recompute;

    @Option(names = "--strict", description = "Stop at the first video that cannot be read instead of replacing it.")
    boolean strict;

    @Mixin
    final TrainingOptions trainingOptions = new TrainingOptions();

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Overrides of the configuration.")
    List<String> overrides = new ArrayList<>();

    @Override
    int run(Console console) throws Exception {
        RunOptions run = trainingOptions.toRun(!strict, console);
        ClipDataset train = VideoData.training(data);
        ClipDataset validation = run.evaluate() == 0 ? null : VideoData.validation(data, train.classNames());
        ClassificationOptions options = ClassificationOptions.of(train, validation, run)
                .withStart((weights == null ? StartWeights.random() : StartWeights.of(weights))
                        .withRule(rule)
                        .withResetHead(resetHead))
                .withRecompute(recompute);
        try (ClassificationTraining training = ClassificationTraining.open(config(), options, List.of());
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

    private ClassificationConfig config() throws IOException {
        if (clip == null) {
            return ClassificationCatalog.load(model, overrides);
        }
        if (!clip.matches("[1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
            throw wrong("--clip " + clip + ": give frames x side of the crop, such as 8x112");
        }
        String[] numbers = clip.split("x", 2);
        return ClassificationCatalog.load(model, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), overrides);
    }

    private void result(Console console, ClassificationTraining training) throws Exception {
        ClassificationEvaluation evaluation = training.lastEvaluation();
        if (jsonOption.json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("steps", training.trainer().done());
            result.put("out", trainingOptions.out.toString());
            result.put("test", evaluation == null ? Map.of() : evaluation.toJson());
            console.json(result);
            return;
        }
        if (evaluation != null) {
            VideoEvalCommand.print(console, evaluation);
        }
        console.print("written to " + trainingOptions.out);
    }
}
