package org.mvit4j.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code mvit completion}: completion for bash and zsh, generated from the command tree itself. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = "  source <(mvit completion)")
final class CompletionCommand extends MvitCommand {

    @Override
    int run(Console console) {
        console.printRaw(AutoComplete.bash("mvit", spec.root().commandLine()));
        return ExitStatus.OK;
    }
}
