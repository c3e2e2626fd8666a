package org.mvit4j.train.run;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.loader.BatchLoader;

/**
 * What a training run of any model needs besides configuration, data and first weights. A sample is an image or a
 * video.
 *
 * @param out run directory
 * @param resume whether to go on with the run in {@code out}
 * @param seed of everything random
 * @param threads that decode and augment
 * @param budgetBytes memory for prepared batches
 * @param microBatch samples per forward pass; 0 for the whole batch
 * @param devices one per replica
 * @param averageDecay decay of the weight average, or null for none
 * @param skipBroken whether samples that cannot be read are replaced by others instead of stopping the run
 * @param frozen prefixes of parameter names that are not trained
 * @param evaluate how many samples of the validation split are evaluated at most; 0 for no evaluation
 * @param log told of each line
 */
public record RunOptions(
        Path out,
        boolean resume,
        long seed,
        int threads,
        long budgetBytes,
        int microBatch,
        List<Device> devices,
        @Nullable Double averageDecay,
        boolean skipBroken,
        List<String> frozen,
        int evaluate,
        Consumer<String> log) {

    private static final int BATCHES_AHEAD = 16;

    public RunOptions {
        devices = List.copyOf(devices);
        frozen = List.copyOf(frozen);
    }

    /** Starts from the run directory; everything else has a default. */
    public static Builder of(Path out) {
        return new Builder(out);
    }

    /** How batches are prepared. */
    public BatchLoader.Settings loading() {
        return new BatchLoader.Settings(
                threads, budgetBytes, BATCHES_AHEAD, seed, skipBroken ? line -> log.accept("skipped " + line) : null);
    }

    /** What must not change between a run and its continuation, by the names of the command line. */
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("--seed", Long.toString(seed));
        if (averageDecay != null) {
            identity.put("--ema", averageDecay.toString());
        }
        if (!frozen.isEmpty()) {
            identity.put("--freeze", String.join(" ", frozen));
        }
        return identity;
    }

    /** Collects options. */
    public static final class Builder {
        private final Path out;
        private boolean resume;
        private long seed;
        private int threads = 2;
        private long budgetBytes = 1L << 29;
        private int microBatch;
        private List<Device> devices = List.of(Device.cpu());
        private @Nullable Double averageDecay;
        private boolean skipBroken;
        private List<String> frozen = List.of();
        private int evaluate = Integer.MAX_VALUE;
        private Consumer<String> log = line -> {};

        private Builder(Path out) {
            this.out = out;
        }

        public Builder optResume(boolean value) {
            resume = value;
            return this;
        }

        public Builder optSeed(long value) {
            seed = value;
            return this;
        }

        public Builder optThreads(int value) {
            threads = value;
            return this;
        }

        public Builder optBudgetBytes(long value) {
            budgetBytes = value;
            return this;
        }

        public Builder optMicroBatch(int value) {
            microBatch = value;
            return this;
        }

        public Builder optDevices(List<Device> value) {
            devices = value;
            return this;
        }

        public Builder optAverageDecay(@Nullable Double value) {
            averageDecay = value;
            return this;
        }

        public Builder optSkipBroken(boolean value) {
            skipBroken = value;
            return this;
        }

        public Builder optFrozen(List<String> value) {
            frozen = value;
            return this;
        }

        public Builder optEvaluate(int samples) {
            evaluate = samples;
            return this;
        }

        public Builder optLog(Consumer<String> value) {
            log = value;
            return this;
        }

        public RunOptions build() {
            return new RunOptions(
                    out,
                    resume,
                    seed,
                    threads,
                    budgetBytes,
                    microBatch,
                    devices,
                    averageDecay,
                    skipBroken,
                    frozen,
                    evaluate,
                    log);
        }
    }
}
