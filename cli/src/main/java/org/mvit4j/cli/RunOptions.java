package org.mvit4j.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin for commands that train: what a run of any model has. */
final class RunOptions {

    @Option(names = "--resume", description = "Go on with the run in --out.")
    boolean resume;

    @Option(names = "--seed", defaultValue = "0", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Threads that decode and augment (default: ${DEFAULT-VALUE}).")
    int threads = 2;

    @Option(
            names = "--replicas",
            defaultValue = "1",
            description = "Shares of a batch that run at once; on GPUs one per device (default: ${DEFAULT-VALUE}).")
    int replicas = 1;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "Average the weights, such as 0.999, and evaluate those.")
    @Nullable
    Double average;
}
