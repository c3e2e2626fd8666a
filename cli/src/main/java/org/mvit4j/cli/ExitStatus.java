package org.mvit4j.cli;

/** What the exit status of {@code mvit} says; every command uses these values and no others. */
public final class ExitStatus {

    /** Everything asked for was done. */
    public static final int OK = 0;

    /** The command ran to its end and reports failures: files skipped, a tolerance exceeded, a check not passed. */
    public static final int FAILURES = 1;

    /** Wrong usage or bad input; one line on standard error names the input, the fact and the fix. */
    public static final int BAD_INPUT = 2;

    /** A defect of this program; {@code --debug} prints the stack trace to report. */
    public static final int INTERNAL_ERROR = 70;

    /** Stopped by Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
