package org.mvit4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvit coco}: evaluating result files. */
@Command(
        name = "coco",
        description = "Evaluate result files as pycocotools does, explain the figures, and find out what is wrong.",
        subcommands = {CocoEvalCommand.class, CocoCheckCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = "  mvit coco eval --gt instances_val2017.json --dt results.json")
final class CocoCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli before run()
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no coco command given");
    }
}
