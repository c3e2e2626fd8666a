package org.mvit4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvit checkpoint}: looking into weight files and rewriting them. */
@Command(
        name = "checkpoint",
        description = "Look into weight files (.pkl, .pth, .pyth, .safetensors, Flax) and convert them.",
        subcommands = {CheckpointInspectCommand.class, CheckpointConvertCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = "  mvit checkpoint inspect model_final.pkl")
final class CheckpointCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli before run()
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no checkpoint command given");
    }
}
