package org.mvit4j.train.classification;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.data.ClipDataset;

/**
 * What a training run needs besides its configuration.
 *
 * @param train videos to learn from
 * @param validation videos to evaluate on, of the same classes; null for no evaluation
 * @param out run directory
 * @param start where the weights come from
 * @param resume whether to go on with the run in {@code out}
 * @param seed of everything random
 * @param threads that decode and augment
 * @param budgetBytes memory for prepared batches
 * @param microBatch videos per forward pass; 0 for the whole batch
 * @param devices one per replica
 * @param recompute whether MViT's activations are recomputed and not kept
 * @param averageDecay decay of the weight average, or null for none
 * @param strict whether a video that cannot be read stops the run, and not only its place in a batch is given to another
 * @param frozen prefixes of parameter names that are not trained
 * @param evaluate how many videos of the validation split are evaluated at most
 * @param log told of each line
 */
public record ClassificationOptions(
        ClipDataset train,
        @Nullable ClipDataset validation,
        Path out,
        StartWeights start,
        boolean resume,
        long seed,
        int threads,
        long budgetBytes,
        int microBatch,
        List<Device> devices,
        boolean recompute,
        @Nullable Double averageDecay,
        boolean strict,
        List<String> frozen,
        int evaluate,
        Consumer<String> log) {

    public ClassificationOptions {
        devices = List.copyOf(devices);
        frozen = List.copyOf(frozen);
    }

    /** Starts from the data and the run directory; everything else has a default. */
    public static Builder of(ClipDataset train, @Nullable ClipDataset validation, Path out) {
        return new Builder(train, validation, out);
    }

    /** Collects options. */
    public static final class Builder {
        private final ClipDataset train;
        private final @Nullable ClipDataset validation;
        private final Path out;
        private StartWeights start = StartWeights.random();
        private boolean resume;
        private long seed;
        private int threads = 2;
        private long budgetBytes = 1L << 29;
        private int microBatch;
        private List<Device> devices = List.of(Device.cpu());
        private boolean recompute;
        private @Nullable Double averageDecay;
        private boolean strict;
        private List<String> frozen = List.of();
        private int evaluate = Integer.MAX_VALUE;
        private Consumer<String> log = line -> {};

        private Builder(ClipDataset train, @Nullable ClipDataset validation, Path out) {
            this.train = train;
            this.validation = validation;
            this.out = out;
        }

        public Builder optStart(StartWeights value) {
            start = value;
            return this;
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

        public Builder optRecompute(boolean value) {
            recompute = value;
            return this;
        }

        public Builder optAverageDecay(@Nullable Double value) {
            averageDecay = value;
            return this;
        }

        public Builder optStrict(boolean value) {
            strict = value;
            return this;
        }

        public Builder optFrozen(List<String> value) {
            frozen = value;
            return this;
        }

        public Builder optEvaluate(int videos) {
            evaluate = videos;
            return this;
        }

        public Builder optLog(Consumer<String> value) {
            log = value;
            return this;
        }

        public ClassificationOptions build() {
            return new ClassificationOptions(
                    train,
                    validation,
                    out,
                    start,
                    resume,
                    seed,
                    threads,
                    budgetBytes,
                    microBatch,
                    devices,
                    recompute,
                    averageDecay,
                    strict,
                    frozen,
                    evaluate,
                    log);
        }
    }
}
