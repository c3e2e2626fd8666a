package org.mvit4j.train.detection;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a training run needs besides its configuration.
 *
 * @param data folder or annotation file to learn from, see {@link org.mvit4j.data.coco.CocoFolder}
 * @param out run directory
 * @param weights classifier or detector checkpoint to start from, or null for random weights
 * @param resetPredictors whether the layers that depend on the classes start fresh
 * @param resume whether to go on with the run in {@code out}
 * @param seed of everything random
 * @param threads that decode and augment
 * @param budgetBytes memory for prepared batches
 * @param microBatch images per forward pass; 0 for the whole batch
 * @param devices one per replica
 * @param averageDecay decay of the weight average, or null for none
 * @param skipBroken whether broken images are replaced by others instead of stopping the run
 * @param frozen prefixes of parameter names that are not trained
 * @param firstImages train on and evaluate the first so many training images alone; 0 for all and the validation split
 * @param evaluate how many images of the validation split are evaluated; 0 for no evaluation
 * @param repeatThreshold share of images below which a category's images are repeated, or null for uniform sampling
 * @param log told of each line
 */
public record TrainOptions(
        Path data,
        Path out,
        @Nullable Path weights,
        boolean resetPredictors,
        boolean resume,
        long seed,
        int threads,
        long budgetBytes,
        int microBatch,
        List<Device> devices,
        @Nullable Double averageDecay,
        boolean skipBroken,
        List<String> frozen,
        int firstImages,
        int evaluate,
        @Nullable Double repeatThreshold,
        Consumer<String> log) {

    public TrainOptions {
        devices = List.copyOf(devices);
        frozen = List.copyOf(frozen);
    }

    /** Starts from the data and the run directory; everything else has a default. */
    public static Builder of(Path data, Path out) {
        return new Builder(data, out);
    }

    /** Collects options. */
    public static final class Builder {
        private final Path data;
        private final Path out;
        private @Nullable Path weights;
        private boolean resetPredictors;
        private boolean resume;
        private long seed;
        private int threads = 2;
        private long budgetBytes = 1L << 29;
        private int microBatch;
        private List<Device> devices = List.of(Device.cpu());
        private @Nullable Double averageDecay;
        private boolean skipBroken;
        private List<String> frozen = List.of();
        private int firstImages;
        private int evaluate = Integer.MAX_VALUE;
        private @Nullable Double repeatThreshold;
        private Consumer<String> log = line -> {};

        private Builder(Path data, Path out) {
            this.data = data;
            this.out = out;
        }

        public Builder optWeights(@Nullable Path value) {
            weights = value;
            return this;
        }

        public Builder optResetPredictors(boolean value) {
            resetPredictors = value;
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

        public Builder optFirstImages(int count) {
            firstImages = count;
            return this;
        }

        public Builder optEvaluate(int images) {
            evaluate = images;
            return this;
        }

        public Builder optRepeatThreshold(@Nullable Double value) {
            repeatThreshold = value;
            return this;
        }

        public Builder optLog(Consumer<String> value) {
            log = value;
            return this;
        }

        public TrainOptions build() {
            return new TrainOptions(
                    data,
                    out,
                    weights,
                    resetPredictors,
                    resume,
                    seed,
                    threads,
                    budgetBytes,
                    microBatch,
                    devices,
                    averageDecay,
                    skipBroken,
                    frozen,
                    firstImages,
                    evaluate,
                    repeatThreshold,
                    log);
        }
    }
}
