package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.checkpoint.CheckpointConversion;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.TensorType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit checkpoint convert}: any weight file to safetensors, under this project's names or another family's. */
@Command(
        name = "convert",
        description = {
            "Rewrite a weight file as safetensors under reference names (detectron2's for detectors, those of the MViT",
            "and SlowFast repositories for classifiers), with its provenance in the metadata."
        },
        footer = {
            "  mvit checkpoint convert model_final.pkl model.safetensors --dtype f16",
            "  mvit checkpoint convert MViTv2_T_in1k.pyth timm.safetensors --names timm"
        })
final class CheckpointConvertCommand extends MvitCommand {

    @Parameters(index = "0", paramLabel = "IN", description = "A .pkl, .pth, .pyth, .safetensors or Flax file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path source;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The file to write; an older one is replaced at the end.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path target;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            defaultValue = "safetensors",
            description = "Format of the result: safetensors, the only one.")
    @SuppressWarnings("NullAway.Init") // has a default
    String format;

    @Option(
            names = "--family",
            paramLabel = "FAMILY",
            description = "Who named the weights of IN, when that is not recognised: detectron2, mvit, slowfast, timm,"
                    + " torchvision, timesformer, timesformer-hub, vivit-hub, vit.")
    @Nullable
    String family;

    @Option(names = "--names", paramLabel = "FAMILY", description = "Whose names to write, instead of reference names.")
    @Nullable
    String names;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Take only weights under this prefix (with its dot), and take the prefix away.")
    @SuppressWarnings("NullAway.Init") // has a default
    String prefix;

    @Option(
            names = "--add-prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Put this before every name written, such as backbone.bottom_up.")
    @SuppressWarnings("NullAway.Init") // has a default
    String addedPrefix;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            description = "Type of the floating-point values written: f32, f16, bf16 or f64 (as they are by default).")
    @Nullable
    String dtype;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    private record Report(
            String source,
            String target,
            int tensors,
            @Nullable String dtype) {}

    @Override
    int run(Console console) {
        if (!format.equals("safetensors")) {
            throw wrong("--to " + format + ": only safetensors can be written");
        }
        CheckpointConversion conversion = CheckpointConversion.plain()
                .withFamily(family(family), family(names))
                .withPrefix(prefix, addedPrefix)
                .withFloatType(floatType());
        Map<String, long[]> written;
        try (MebibyteProgress progress = MebibyteProgress.over(console, "converting", source, 2)) {
            written = conversion.convert(source, target, progress);
        }
        if (jsonOption.json) {
            console.json(new Report(source.toString(), target.toString(), written.size(), dtype));
        } else {
            console.print(String.format(Locale.ROOT, "%s: %,d tensors from %s", target, written.size(), source));
        }
        return ExitStatus.OK;
    }

    private @Nullable CheckpointFamily family(@Nullable String name) {
        try {
            return name == null ? null : CheckpointFamily.parse(name);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable TensorType floatType() {
        if (dtype == null) {
            return null;
        }
        TensorType type = TensorType.parse(dtype);
        if (type == null
                || !List.of(TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.F64)
                        .contains(type)) {
            throw wrong("--dtype " + dtype + ": give f32, f16, bf16 or f64");
        }
        return type;
    }
}
