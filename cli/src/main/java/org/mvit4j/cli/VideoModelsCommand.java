package org.mvit4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.video.zoo.VideoModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvit video models}: the published models that can be named, and how each was tested. */
@Command(
        name = "models",
        description = {
            "List the published video models: parameters, multiply-adds of one view (convolutions and products), and the",
            "protocol each was tested by."
        },
        footer = "  mvit video models")
final class VideoModelsCommand extends MvitCommand {

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    private record Row(
            String name,
            String architecture,
            int classes,
            long parameters,
            long flops,
            int frames,
            int cropSize,
            String protocol) {}

    @Override
    int run(Console console) {
        List<Row> rows = new ArrayList<>();
        for (String name : VideoModels.names()) {
            VideoModels.Entry entry = VideoModels.entry(name);
            int classes = name.endsWith("ssv2") ? 174 : 400;
            PartCost cost = entry.cost().apply(classes);
            rows.add(new Row(
                    name,
                    entry.architecture().toString(),
                    classes,
                    cost.parameters(),
                    cost.flops(),
                    entry.protocol().sampler().frames(),
                    entry.protocol().cropSize(),
                    entry.protocol().describe()));
        }
        if (jsonOption.json) {
            console.json(rows);
            return ExitStatus.OK;
        }
        Table table = new Table("model", "parameters", "GFLOPs/view", "protocol");
        rows.forEach(row -> table.row(
                row.name,
                String.format(Locale.ROOT, "%,d", row.parameters),
                String.format(Locale.ROOT, "%.2f", row.flops / 1e9),
                row.protocol));
        console.printRaw(table.toString());
        return ExitStatus.OK;
    }

    /** The model that {@code --model} of a command names. */
    static VideoModels.Entry entry(String name, MvitCommand command) {
        try {
            return VideoModels.entry(name);
        } catch (IllegalArgumentException e) {
            throw command.wrong("--model: " + e.getMessage());
        }
    }
}
