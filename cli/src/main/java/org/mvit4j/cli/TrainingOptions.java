package org.mvit4j.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Mixin for commands that train: what a run of any model has. */
final class TrainingOptions {

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

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    CommandSpec spec;

    /**
     * Refuses numbers that make no run.
     *
     * @param microBatch samples per forward pass
     * @param evaluate most samples to evaluate
     */
    void check(int microBatch, int evaluate) {
        require(threads >= 1, "--threads " + threads + ": decoding needs a thread, give 1 or more");
        require(replicas >= 1, "--replicas " + replicas + ": a step needs a replica, give 1 or more");
        require(microBatch >= 0, "--micro-batch " + microBatch + ": give 1 or more, or 0 for the whole batch");
        require(evaluate >= 0, "--evaluate " + evaluate + ": give 1 or more, or 0 for no evaluation");
        Double decay = average;
        require(
                decay == null || decay >= 0 && decay < 1,
                "--ema " + decay + ": a decay lies between 0 and 1, such as 0.999");
    }

    void require(boolean fact, String message) {
        if (!fact) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
