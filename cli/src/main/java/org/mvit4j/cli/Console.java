package org.mvit4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * How a command speaks: results on standard output, notes, warnings and progress on standard error. {@code --quiet}
 * silences notes and progress. A command that was asked for JSON calls {@link #json} once and prints no other result.
 */
final class Console {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean quiet;
    private final boolean terminal;

    Console(PrintWriter out, PrintWriter err, boolean quiet, boolean terminal) {
        this.out = out;
        this.err = err;
        this.quiet = quiet;
        this.terminal = terminal;
    }

    /** A line of the result. */
    void print(String line) {
        out.println(line);
        out.flush();
    }

    /** A result in one piece, ended by its own line break. */
    void printRaw(String text) {
        out.print(text);
        out.flush();
    }

    /** The whole result as indented JSON; records become objects with their component names in snake case. */
    void json(Object result) {
        try {
            out.println(Mapper.INSTANCE.writerWithDefaultPrettyPrinter().writeValueAsString(result));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something worth knowing that is not the result. */
    void note(String line) {
        if (!quiet) {
            err.println("mvit: " + line);
            err.flush();
        }
    }

    /** Something went wrong and the command goes on; shown under {@code --quiet} too. */
    void warn(String line) {
        err.println("mvit: warning: " + line);
        err.flush();
    }

    /**
     * Progress over {@code total} steps: a bar on a terminal, otherwise a line every few seconds.
     *
     * @param task what is being done, as a participle: {@code "detecting"}
     * @param total number of steps, or -1 if unknown
     */
    Progress progress(String task, long total) {
        if (quiet) {
            return Progress.silent();
        }
        return terminal ? Progress.bar(task, total) : Progress.lines(task, total, this::note);
    }

    private static final class Mapper {
        static final ObjectMapper INSTANCE = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .build();
    }
}
