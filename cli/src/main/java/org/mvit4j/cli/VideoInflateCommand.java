package org.mvit4j.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.video.init.Inflation;
import org.mvit4j.video.init.TimeSformerInit;
import org.mvit4j.video.init.Transfer;
import org.mvit4j.video.init.ViViTInit;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.VideoModel;
import org.mvit4j.video.zoo.VideoModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit video inflate}: a video model that starts from an image model, with a report of every tensor. */
@Command(
        name = "inflate",
        description = {
            "Make a video model from an image model: MViT from an image classifier or a detector, ViViT and TimeSformer",
            "from a plain ViT. What the image model cannot give, such as the head, is initialised."
        },
        footer = {
            "  mvit video inflate MViTv2_S_in1k.pyth start.safetensors --model mvitv2_s_16x4 --num-classes 174",
            "  mvit video inflate model_final.pkl start.safetensors --model mvitv2_s_16x4 --rule mean"
        })
final class VideoInflateCommand extends MvitCommand {

    @Parameters(index = "0", paramLabel = "IN", description = "The image model: .pkl, .pth, .pyth or .safetensors.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path source;

    @Parameters(index = "1", paramLabel = "OUT", description = "The .safetensors file to write.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path target;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "The video model to make.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    String model;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            defaultValue = "center",
            description = "How filters gain a time axis: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}); MViT only.")
    @SuppressWarnings("NullAway.Init") // has a default
    Inflation.Rule rule;

    @Option(
            names = "--num-classes",
            paramLabel = "N",
            defaultValue = "400",
            description = "Classes of the new head (${DEFAULT-VALUE}).")
    int classes;

    @Option(
            names = "--positions",
            paramLabel = "HOW",
            defaultValue = "tile",
            description = "ViViT: how position tables of another size are filled: ${COMPLETION-CANDIDATES}"
                    + " (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // has a default
    ViViTInit.Positions positions;

    @Option(
            names = "--tubelet-filter",
            paramLabel = "HOW",
            defaultValue = "central_frame",
            description = "ViViT: what the patch filter becomes: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // has a default
    ViViTInit.Filter filter;

    @Option(
            names = "--temporal-attention",
            paramLabel = "HOW",
            defaultValue = "zero_output",
            description = "ViViT model 3: what attention along time starts from: ${COMPLETION-CANDIDATES}"
                    + " (${DEFAULT-VALUE}); zero_all, the letter of the paper, never learns.")
    @SuppressWarnings("NullAway.Init") // has a default
    ViViTInit.TemporalAttention temporalAttention;

    @Option(
            names = "--flat-positions",
            description = "TimeSformer: resize positions along the flattened grid, as the published training code does"
                    + " by mistake; for strict reproduction only.")
    boolean flatPositions;

    @Option(names = "--keep-head", description = "Keep the head of a model of as many classes.")
    boolean keepHead;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    private record Report(String source, String target, String model, Map<String, List<String>> fates) {}

    @Override
    int run(Console console) {
        VideoModels.Entry entry = VideoModelsCommand.entry(model, this);
        VideoModel video = entry.make().apply(classes);
        try (Checkpoint checkpoint = Checkpoint.open(source);
                NDManager manager = Torch.newManager()) {
            var image = CheckpointFamily.toReference(checkpoint.stateDict());
            Transfer transfer = switch (entry.architecture()) {
                case MVIT -> Inflation.plan(image, video.block().namedShapes(), rule, keepHead);
                case VIVIT -> new ViViTInit(positions, filter, temporalAttention).plan(image, (ViViT) video);
                case TIMESFORMER -> new TimeSformerInit(flatPositions).plan(image, (TimeSformer) video);
            };
            transfer.applyTo(video.block(), manager);
            SafetensorsWriter writer = new SafetensorsWriter();
            writer.metadata("source_file", String.valueOf(source.getFileName()));
            writer.metadata("video_model", entry.name());
            writer.metadata("inflation", rule.name().toLowerCase(Locale.ROOT));
            Weights.addTo(writer, video.block()).write(target);
            if (jsonOption.json) {
                Map<String, List<String>> fates = new LinkedHashMap<>();
                for (Transfer.Fate fate : Transfer.Fate.values()) {
                    fates.put(fate.name().toLowerCase(Locale.ROOT), transfer.names(fate));
                }
                console.json(new Report(source.toString(), target.toString(), entry.name(), fates));
            } else {
                console.print(transfer.report());
                console.print(target + ": written");
            }
        }
        return ExitStatus.OK;
    }
}
