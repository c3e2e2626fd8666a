package org.mvit4j.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root command, and the only place that ends the process. */
@Command(
        name = "mvit",
        description = {
            "Detection and video understanding on the JVM: MViTv2, FPN, Mask R-CNN and Cascade Mask R-CNN.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.OK + ":Everything asked for was done",
            ExitStatus.FAILURES + ":Finished, with failures reported (skipped files, exceeded tolerances)",
            ExitStatus.BAD_INPUT + ":Wrong usage or bad input; one line says which, and the fix",
            ExitStatus.INTERNAL_ERROR + ":A defect of this program; --debug prints the stack trace",
            ExitStatus.INTERRUPTED + ":Interrupted"
        },
        footerHeading = "%nExample:%n",
        footer = "  mvit config list")
public final class Mvit implements Runnable {

    /** Set by the launcher to say whether standard error is a terminal. */
    static final String TERMINAL_PROPERTY = "mvit.terminal";

    /** Level of the log on standard error, read by {@code logback.xml}. */
    static final String LOG_PROPERTY = "mvit.log";

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DetectCommand.class,
            ClassifyCommand.class,
            PackageCommand.class,
            VerifyCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            DemoCommand.class,
            DataCommand.class,
            CocoCommand.class,
            ConfigCommand.class,
            CheckpointCommand.class,
            VideoCommand.class,
            CompletionCommand.class);

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli before run()
    CommandSpec spec;

    /** Runs the command line and ends the process with its {@link ExitStatus}. */
    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /** The whole command tree, ready to execute; tests set its writers. */
    static CommandLine commandLine() {
        return ready(COMMANDS);
    }

    /** What executing {@code args} takes: looking at the options of the other commands would be half of the start. */
    static CommandLine commandLine(String... args) {
        for (Class<?> command : COMMANDS) {
            if (args.length > 0 && command != CompletionCommand.class && isCalled(command, args[0])) {
                return ready(List.of(command));
            }
        }
        return commandLine();
    }

    /** Commands are called as their classes are; asking annotations takes longer. */
    private static boolean isCalled(Class<?> command, String name) {
        return command.getSimpleName().equalsIgnoreCase(name + "Command");
    }

    private static CommandLine ready(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Mvit());
        commands.forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedSubcommandsAllowed(false)
                .setExecutionStrategy(Mvit::execute)
                .setParameterExceptionHandler(Mvit::onWrongUsage)
                .setExecutionExceptionHandler(Mvit::onFailure);
    }

    Console console(CommandLine line) {
        String terminal = System.getProperty(TERMINAL_PROPERTY);
        boolean isTerminal = terminal == null ? System.console() != null : Boolean.parseBoolean(terminal);
        return new Console(line.getOut(), line.getErr(), common.quiet, isTerminal);
    }

    /** Without a command: what there is, as an error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int execute(ParseResult parsed) {
        if (((Mvit) parsed.commandSpec().root().userObject()).common.debug) {
            System.setProperty(LOG_PROPERTY, "DEBUG");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int onWrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        StringBuilder message = new StringBuilder("mvit: ").append(Failure.message(e));
        for (String suggestion : suggestions(e)) {
            message.append("; did you mean ").append(suggestion).append('?');
        }
        line.getErr().println(message.append("; see ").append(name).append(" --help"));
        if (Arrays.asList(args).contains(CommonOptions.DEBUG)) {
            e.printStackTrace(line.getErr());
        }
        return ExitStatus.BAD_INPUT;
    }

    private static List<String> suggestions(ParameterException e) {
        return e instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(1).toList()
                : List.of();
    }

    private static int onFailure(Exception e, CommandLine line, ParseResult parsed) {
        Failure failure = Failure.of(e);
        line.getErr().println("mvit: " + failure.line());
        if (((Mvit) line.getCommandSpec().root().userObject()).common.debug) {
            e.printStackTrace(line.getErr());
        }
        return failure.status();
    }
}
