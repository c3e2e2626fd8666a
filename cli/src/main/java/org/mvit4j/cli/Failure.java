package org.mvit4j.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a thrown exception means to the person at the terminal: an exit status and one line.
 *
 * <p>Two kinds of exception are the user's to act on: those of the file system, and every exception type that this
 * project declares ({@code CheckpointException}, {@code ConfigException}, …), for such types exist to name an input, a
 * fact and a fix. Modules therefore need no common base class to be understood here. Everything else is a defect.
 *
 * @param status the exit status, one of {@link ExitStatus}
 * @param line what to print after {@code mvit: }
 */
record Failure(int status, String line) {

    private static final String ROOT_PACKAGE = "org.mvit4j.";

    static Failure of(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof InterruptedException) {
            return new Failure(ExitStatus.INTERRUPTED, "interrupted");
        }
        if (cause.getClass().getName().startsWith(ROOT_PACKAGE)) {
            return new Failure(ExitStatus.BAD_INPUT, message(cause));
        }
        if (cause instanceof IOException io) {
            return new Failure(ExitStatus.BAD_INPUT, describe(io));
        }
        if (cause instanceof OutOfMemoryError) {
            return new Failure(
                    ExitStatus.BAD_INPUT, "out of memory; raise the heap, for example MVIT_JAVA_OPTS=-Xmx8g");
        }
        return new Failure(
                ExitStatus.INTERNAL_ERROR,
                "internal error: " + cause.getClass().getSimpleName() + ": " + message(cause)
                        + "; run again with --debug and report the stack trace");
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable t = thrown;
        while (t.getCause() != null
                && (t instanceof ExecutionException
                        || t instanceof CompletionException
                        || t instanceof UncheckedIOException)) {
            t = t.getCause();
        }
        return t;
    }

    private static String describe(IOException e) {
        if (e instanceof FileSystemException fs && fs.getFile() != null) {
            String fact;
            if (e instanceof NoSuchFileException) {
                fact = "no such file or folder; check the path";
            } else if (e instanceof AccessDeniedException) {
                fact = "permission denied; check the rights of the file and its folder";
            } else if (e instanceof FileAlreadyExistsException) {
                fact = "exists already; choose another path or remove it";
            } else if (e instanceof NotDirectoryException) {
                fact = "not a folder; name a folder";
            } else {
                fact = fs.getReason() == null ? e.getClass().getSimpleName() : fs.getReason();
            }
            return fs.getFile() + ": " + fact;
        }
        return e instanceof FileNotFoundException ? message(e) + "; check the path" : message(e);
    }

    /** The message on one line. */
    static String message(Throwable t) {
        String message = t.getMessage();
        return message == null ? t.getClass().getSimpleName() : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
