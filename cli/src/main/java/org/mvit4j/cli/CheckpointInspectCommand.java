package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.CheckpointSummary;
import org.mvit4j.nn.checkpoint.FileDigest;
import org.mvit4j.nn.checkpoint.ModelGuess;
import org.mvit4j.nn.checkpoint.TensorType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit checkpoint inspect}: what a weight file is, without loading it. */
@Command(
        name = "inspect",
        description =
                "Tell what a weight file holds: format, model, sizes, metadata, fingerprints. Nothing in it is run.",
        footer = {
            "  mvit checkpoint inspect model_final.pkl",
            "  mvit checkpoint inspect --json --tensors MViTv2_T_in1k.pyth"
        })
final class CheckpointInspectCommand extends MvitCommand {

    private static final int SHOWN_TEXT = 60;

    @Parameters(paramLabel = "FILE", description = "A detectron2 .pkl, torch .pth or .pyth, .safetensors or Flax file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path file;

    @Option(names = "--tensors", description = "List every tensor with its type and shape.")
    boolean tensors;

    @Option(names = "--no-digest", description = "Leave the fingerprints out, which need the whole file to be read.")
    boolean noDigest;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    /** The result as a program reads it. */
    private record Report(
            String file,
            String format,
            @Nullable String family,
            ModelGuess model,
            String location,
            int tensorCount,
            long parameters,
            long bytes,
            Map<TensorType, Integer> types,
            Map<String, String> metadata,
            List<String> otherEntries,
            @Nullable FileDigest digest,
            @Nullable List<CheckpointSummary.Entry> tensors) {}

    @Override
    int run(Console console) {
        CheckpointSummary summary;
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            summary = CheckpointSummary.of(checkpoint);
        }
        FileDigest digest = noDigest ? null : digest(console);
        if (jsonOption.json) {
            CheckpointFamily family = summary.family();
            console.json(new Report(
                    file.toString(),
                    summary.format().name(),
                    family == null ? null : family.cliName(),
                    summary.model(),
                    summary.location(),
                    summary.tensors(),
                    summary.parameters(),
                    summary.bytes(),
                    summary.types(),
                    summary.metadata(),
                    summary.otherEntries(),
                    digest,
                    tensors ? summary.entries() : null));
        } else {
            print(console, summary, digest);
        }
        return ExitStatus.OK;
    }

    private FileDigest digest(Console console) {
        try (MebibyteProgress progress = MebibyteProgress.over(console, "reading", file, 1)) {
            return FileDigest.of(file, progress);
        }
    }

    private void print(Console console, CheckpointSummary summary, @Nullable FileDigest digest) {
        line(console, "file", file.toString());
        String location = summary.location();
        line(
                console,
                "format",
                summary.format().description() + (location.isEmpty() ? "" : ", weights in '" + location + "'"));
        CheckpointFamily family = summary.family();
        line(console, "names of", family == null ? "no family we know" : family.description());
        line(console, "model", summary.model().sentence());
        if (!summary.model().heads().isEmpty()) {
            line(console, "heads", String.join(", ", summary.model().heads()));
        }
        line(
                console,
                "tensors",
                String.format(
                        Locale.ROOT,
                        "%,d with %,d values, %.1f MiB (%s)",
                        summary.tensors(),
                        summary.parameters(),
                        summary.bytes() / 1048576.0,
                        summary.types().entrySet().stream()
                                .map(type -> type.getKey() + " " + type.getValue())
                                .collect(Collectors.joining(", "))));
        String label = "beside";
        for (Map.Entry<String, String> entry : summary.metadata().entrySet()) {
            line(console, label, entry.getKey() + ": " + shorten(entry.getValue()));
            label = "";
        }
        for (String other : summary.otherEntries()) {
            line(console, label, other);
            label = "";
        }
        if (digest != null) {
            line(console, "sha256", digest.sha256());
            line(console, "md5", digest.md5());
        }
        if (tensors) {
            for (CheckpointSummary.Entry entry : summary.entries()) {
                console.print(clean(entry.name()) + "\t" + entry.type() + "\t" + entry.shapeText());
            }
        }
    }

    private static void line(Console console, String label, String text) {
        console.print(String.format(Locale.ROOT, "%-9s %s", label, clean(text)));
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN_TEXT && text.indexOf('\n') < 0
                ? text
                : String.format(Locale.ROOT, "a text of %,d characters (--json shows it)", text.length());
    }

    /** Text of a stranger's file, without what a terminal would obey. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
