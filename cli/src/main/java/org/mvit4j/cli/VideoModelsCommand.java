package org.mvit4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.video.zoo.VideoModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvit video models}: the published models that can be named, and how each was tested. */
@Command(
        name = "models",
        description = "List the published video models and the protocol each was tested by.",
        footer = "  mvit video models")
final class VideoModelsCommand extends MvitCommand {

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    private record Row(String name, String architecture, long parameters, int frames, int cropSize, String protocol) {}

    @Override
    int run(Console console) {
        List<Row> rows = new ArrayList<>();
        for (String name : VideoModels.names()) {
            VideoModels.Entry entry = VideoModels.entry(name);
            int classes = name.endsWith("ssv2") ? 174 : 400;
            var model = entry.make().apply(classes);
            long parameters = model.block().namedParameters().values().stream()
                    .mapToLong(p -> p.getShape().size())
                    .sum();
            rows.add(new Row(
                    name,
                    entry.architecture().toString(),
                    parameters,
                    model.frames(),
                    model.cropSize(),
                    entry.protocol().describe()));
        }
        if (jsonOption.json) {
            console.json(rows);
            return ExitStatus.OK;
        }
        Table table = new Table("model", "parameters", "protocol");
        rows.forEach(row -> table.row(row.name, Table.millions(row.parameters), row.protocol));
        console.printRaw(table.toString());
        return ExitStatus.OK;
    }
}
