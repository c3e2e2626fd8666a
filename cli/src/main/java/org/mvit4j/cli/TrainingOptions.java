package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.run.RunOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Mixin for commands that train: what a run of any model has. */
final class TrainingOptions {

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Run directory.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path out;

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
            names = "--micro-batch",
            defaultValue = "0",
            description =
                    "Samples per forward pass, gradients add up; 0 for the whole batch (default: ${DEFAULT-VALUE}).")
    int microBatch;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "Average the weights, such as 0.999, and evaluate those.")
    @Nullable
    Double average;

    @Option(
            names = "--freeze",
            paramLabel = "PREFIX",
            description = "Do not train parameters whose names start so, such as backbone.bottom_up of a detector or "
                    + "blocks.0 of a classifier; repeatable.")
    List<String> frozen = new ArrayList<>();

    @Option(
            names = "--evaluate",
            paramLabel = "N",
            description = "Evaluate at most N samples of the validation split; 0 for none (default: all).")
    int evaluate = Integer.MAX_VALUE;

    @Mixin
    final DeviceOption device = new DeviceOption();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    CommandSpec spec;

    /**
     * The options of a run, after numbers that make none were refused.
     *
     * @param skipBroken whether samples that cannot be read are replaced by others
     * @param console told of each line
     */
    RunOptions toRun(boolean skipBroken, Console console) {
        require(threads >= 1, "--threads " + threads + ": decoding needs a thread, give 1 or more");
        require(replicas >= 1, "--replicas " + replicas + ": a step needs a replica, give 1 or more");
        require(microBatch >= 0, "--micro-batch " + microBatch + ": give 1 or more, or 0 for the whole batch");
        require(evaluate >= 0, "--evaluate " + evaluate + ": give 1 or more, or 0 for no evaluation");
        Double decay = average;
        require(
                decay == null || decay >= 0 && decay < 1,
                "--ema " + decay + ": a decay lies between 0 and 1, such as 0.999");
        return RunOptions.of(out)
                .optResume(resume)
                .optSeed(seed)
                .optThreads(threads)
                .optMicroBatch(microBatch)
                .optDevices(device.devices(replicas))
                .optAverageDecay(decay)
                .optSkipBroken(skipBroken)
                .optFrozen(frozen)
                .optEvaluate(evaluate)
                .optLog(console::note)
                .build();
    }

    void require(boolean fact, String message) {
        if (!fact) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
