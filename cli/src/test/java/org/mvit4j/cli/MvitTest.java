package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MvitTest {

    @Test
    void helpListsCommandsAndExitStatus() {
        CliRun run = CliRun.of("--help");
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out()).contains("completion", "--debug", "--quiet", "Exit status:", "130");
        assertThat(run.err()).isEmpty();
    }

    static Stream<CommandLine> everyCommand() {
        return descendants(Mvit.commandLine());
    }

    private static Stream<CommandLine> descendants(CommandLine line) {
        return line.getSubcommands().values().stream()
                .distinct()
                .flatMap(child -> Stream.concat(Stream.of(child), descendants(child)));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandDescribesItselfAndShowsAnExample(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        String name = command.getCommandSpec().qualifiedName();
        var root = Mvit.commandLine().getCommandSpec().usageMessage();
        assertThat(usage.description()).as(name + " description").isNotEmpty().isNotEqualTo(root.description());
        assertThat(String.join("\n", usage.footer())).as(name + " example").contains(name);
        assertThat(command.getUsageMessage()).contains("Example:", "--help", "--debug");
    }

    @Test
    void onlyTheCommandAskedForIsBuilt() {
        for (String name : Mvit.commandLine().getSubcommands().keySet()) {
            CommandLine line = Mvit.commandLine(name, "--help");
            assertThat(line.getSubcommands().keySet())
                    .as(name)
                    .isEqualTo(
                            name.equals("completion")
                                    ? Mvit.commandLine().getSubcommands().keySet()
                                    : Set.of(name));
            assertThat(CliRun.of(line, name, "--help")).isEqualTo(CliRun.of(name, "--help"));
        }
        for (String other : List.of("--help", "cocos", "")) {
            assertThat(Mvit.commandLine(other).getSubcommands())
                    .hasSameSizeAs(Mvit.commandLine().getSubcommands());
        }
    }

    @Test
    void versionNamesTheEngineToo() {
        CliRun run = CliRun.of("--version");
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out())
                .containsPattern("mvit \\d")
                .containsPattern("PyTorch \\d")
                .doesNotContain("${");
    }

    @Test
    void noCommandIsWrongUsage() {
        CliRun run = CliRun.of();
        assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("mvit: ")
                .contains("--help");
    }

    @Test
    void unknownCommandAndOptionAreOneLine() {
        for (List<String> args : List.of(List.of("complet"), List.of("completion", "--nope"))) {
            CliRun run = CliRun.of(args.toArray(String[]::new));
            assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains(args.get(args.size() - 1));
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void completionIsAShellScript() {
        CliRun run = CliRun.of("completion");
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out()).startsWith("#!").contains("_complete_mvit");
    }

    @Test
    void failuresAreToldApart() {
        assertThat(Failure.of(new NoSuchFileException("weights.pkl")))
                .isEqualTo(new Failure(ExitStatus.BAD_INPUT, "weights.pkl: no such file or folder; check the path"));
        assertThat(Failure.of(new ExecutionException(new AccessDeniedException("out")))
                        .status())
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(Failure.of(new IOException("a.jpg: truncated")).line()).isEqualTo("a.jpg: truncated");
        assertThat(Failure.of(new BadThing("x.yaml: two\n  lines; fix")).line()).isEqualTo("x.yaml: two lines; fix");
        assertThat(Failure.of(new InterruptedException()).status()).isEqualTo(ExitStatus.INTERRUPTED);
        assertThat(Failure.of(new IllegalStateException("oops")))
                .satisfies(f -> assertThat(f.status()).isEqualTo(ExitStatus.INTERNAL_ERROR))
                .satisfies(f -> assertThat(f.line()).contains("--debug"));
    }

    @Test
    void stackTraceOnlyWithDebug() {
        CommandLine line = Mvit.commandLine().addSubcommand("fail", new Failing());
        assertThat(CliRun.of(line, "fail").err()).isEqualTo("mvit: x.yaml: bad; fix it" + System.lineSeparator());
        assertThat(CliRun.of(line, "fail", "--debug").err()).contains("BadThing");
        System.clearProperty(Mvit.LOG_PROPERTY);
    }

    /** Stands for the exception types that modules of this project declare. */
    private static final class BadThing extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadThing(String message) {
            super(message);
        }
    }

    @CommandLine.Command(name = "fail")
    private static final class Failing extends MvitCommand {
        @Override
        int run(Console console) {
            throw new BadThing("x.yaml: bad; fix it");
        }
    }
}
