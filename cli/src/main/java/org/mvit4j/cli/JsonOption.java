package org.mvit4j.cli;

import picocli.CommandLine.Option;

/** Mixin for commands whose result a program may want to read. */
final class JsonOption {

    @Option(names = "--json", description = "Write the result as JSON to standard output, and nothing else there.")
    boolean json;
}
