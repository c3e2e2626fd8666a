package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.DatasetStats;
import org.mvit4j.train.run.Bars;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit data stats}: how classes and sizes are distributed. */
@Command(
        name = "stats",
        description = "Count images, objects per class, and sizes of objects.",
        footer = "  mvit data stats coco --split val --plots plots")
final class DataStatsCommand extends MvitCommand {

    @Parameters(paramLabel = "DIR", description = "Folder or annotation file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path data;

    @Option(names = "--split", defaultValue = "train", description = "Part of it (default: ${DEFAULT-VALUE}).")
    String split = "train";

    @Option(names = "--plots", paramLabel = "DIR", description = "Draw the distributions into this folder.")
    @Nullable
    Path plots;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        DatasetStats stats =
                DatasetStats.of(CocoDataset.read(CocoFolder.locate(data, split).annotations()));
        if (plots != null) {
            Bars.write(plots.resolve("classes.png"), "objects per class", stats.objects());
            Bars.write(plots.resolve("sizes.png"), "objects by side in pixels", stats.sides());
        }
        if (jsonOption.json) {
            console.json(stats);
            return ExitStatus.OK;
        }
        console.print(String.format(
                Locale.ROOT,
                "%d images (%d without objects), %d objects, %d crowds, %.1f objects per image",
                stats.images(),
                stats.emptyImages(),
                stats.total(),
                stats.crowds(),
                (double) stats.total() / Math.max(1, stats.images())));
        for (String line : lines("class", stats.objects())) {
            console.print(line);
        }
        for (String line : lines("side", stats.sides())) {
            console.print(line);
        }
        return ExitStatus.OK;
    }

    private static List<String> lines(String title, Map<String, Integer> counts) {
        int width = Math.max(
                title.length(),
                counts.keySet().stream().mapToInt(String::length).max().orElse(1));
        int most = Math.max(
                1, counts.values().stream().mapToInt(Integer::intValue).max().orElse(1));
        List<String> lines = new ArrayList<>(List.of("", title));
        new LinkedHashMap<>(counts)
                .forEach((name, n) ->
                        lines.add(String.format(Locale.ROOT, "%-" + width + "s %8d  %s", name, n, "#".repeat((int)
                                        Math.round(40.0 * n / most)))));
        return lines;
    }
}
