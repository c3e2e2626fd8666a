package org.mvit4j.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command understands; declared once at the root and inherited. */
final class CommonOptions {

    /** Named on its own because failures before parsing have to honour it too. */
    static final String DEBUG = "--debug";

    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Print stack traces and the log of the engine.")
    boolean debug;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress and no notes; results and errors only.")
    boolean quiet;
}
