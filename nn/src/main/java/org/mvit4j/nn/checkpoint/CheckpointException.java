package org.mvit4j.nn.checkpoint;

import java.nio.file.Path;

/** A checkpoint that cannot be used: the one-line message names the file, the fact and the fix. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(Object file, String fact, String fix) {
        super(oneLine(file + ": " + fact + "; " + fix));
    }

    public CheckpointException(Object file, String fact, String fix, Throwable cause) {
        super(oneLine(file + ": " + fact + "; " + fix), cause);
    }

    private CheckpointException(String report) {
        super(report);
    }

    /** A load report: the one message that may span lines. */
    static CheckpointException ofReport(String report) {
        return new CheckpointException(report);
    }

    static CheckpointException damaged(Object file, String fact) {
        return new CheckpointException(file, fact, "the file is damaged or incomplete, fetch it again");
    }

    static CheckpointException unreadable(Path file, Exception cause) {
        return new CheckpointException(
                file, "cannot be read (" + cause.getMessage() + ")", "check the path and its permissions", cause);
    }

    /** Text out of an untrusted file, fit for a message: printable and short. */
    static String quote(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
        return '\'' + oneLine(shown) + '\'';
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
