package org.mvit4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of {@code mvit} inside the test JVM: its exit status and what it wrote. */
record CliRun(int status, String out, String err) {

    static CliRun of(String... args) {
        return of(Mvit.commandLine(), args);
    }

    static CliRun of(CommandLine line, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new CliRun(status, out.toString(), err.toString());
    }
}
