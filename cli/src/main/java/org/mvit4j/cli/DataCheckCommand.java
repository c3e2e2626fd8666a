package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.DatasetDoctor;
import org.mvit4j.train.demo.SampleSheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit data check}: what is wrong with a data set. */
@Command(
        name = "check",
        description = "List what is wrong with a data set: missing files, boxes outside, polygons without area, "
                + "duplicate ids, unknown categories. With --samples, draw annotated pictures.",
        footer = "  mvit data check shapes --samples samples")
final class DataCheckCommand extends MvitCommand {

    private static final int SHOWN = 20;

    @Parameters(paramLabel = "DIR", description = "Folder or annotation file.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path data;

    @Option(names = "--split", defaultValue = "train", description = "Part of it (default: ${DEFAULT-VALUE}).")
    String split = "train";

    @Option(names = "--samples", paramLabel = "DIR", description = "Draw annotated pictures into this folder.")
    @Nullable
    Path samples;

    @Option(names = "--count", defaultValue = "16", description = "How many of them (default: ${DEFAULT-VALUE}).")
    int count = 16;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        CocoFolder folder = CocoFolder.locate(data, split);
        CocoDataset dataset = CocoDataset.read(folder.annotations());
        List<DatasetDoctor.Finding> findings;
        try (Progress progress = console.progress("checking", dataset.images().size())) {
            findings = DatasetDoctor.examine(dataset, folder, progress::step);
        }
        if (jsonOption.json) {
            console.json(findings);
        } else {
            Map<String, Integer> shown = new TreeMap<>();
            for (DatasetDoctor.Finding finding : findings) {
                if (shown.merge(finding.kind(), 1, Integer::sum) <= SHOWN) {
                    console.print(finding.kind() + ": " + finding.text());
                }
            }
            shown.forEach((kind, n) -> {
                if (n > SHOWN) {
                    console.print(kind + ": " + (n - SHOWN) + " more");
                }
            });
            console.print(dataset.images().size() + " images, "
                    + dataset.annotations().size() + " annotations, "
                    + dataset.categories().size() + " categories: "
                    + (findings.isEmpty() ? "nothing wrong" : findings.size() + " findings"));
        }
        if (samples != null) {
            SampleSheet.draw(dataset, folder, samples, count);
            console.note("samples drawn into " + samples);
        }
        return findings.isEmpty() ? ExitStatus.OK : ExitStatus.FAILURES;
    }
}
