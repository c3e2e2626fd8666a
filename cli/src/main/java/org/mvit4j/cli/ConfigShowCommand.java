package org.mvit4j.cli;

import java.io.IOException;
import org.mvit4j.nn.config.ConfigYaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvit config show}. */
@Command(
        name = "show",
        description = "Print a configuration with everything that it inherits, ready to be saved and edited.",
        footer = "  mvit config show mask_rcnn_mvitv2_t_3x input.test.short_side=640 > mine.yaml")
final class ConfigShowCommand extends MvitCommand {

    @Mixin
    ModelArgument model = new ModelArgument();

    @Mixin
    JsonOption output = new JsonOption();

    @Override
    int run(Console console) throws IOException {
        Record config = model.load();
        if (output.json) {
            console.json(config);
        } else {
            console.printRaw(ConfigYaml.write(config));
        }
        return ExitStatus.OK;
    }
}
