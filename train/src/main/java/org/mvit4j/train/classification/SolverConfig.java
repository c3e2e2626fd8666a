package org.mvit4j.train.classification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.optim.Schedule;

/**
 * How a classifier is trained. Times are in epochs, of which one shows every video once.
 *
 * @param epochs of the whole training
 * @param batchSize videos per step; each gives as many clips as the augmentation repeats
 * @param clipNorm largest global norm of the gradient; absent for no clipping
 * @param optimizer update rule and parameter groups
 * @param schedule learning rate over time
 * @param checkpointEpochs epochs between checkpoints
 * @param keepCheckpoints how many of them stay
 * @param evalEpochs epochs between evaluations
 * @param logPeriod steps between log lines
 */
public record SolverConfig(
        double epochs,
        int batchSize,
        @Nullable Double clipNorm,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        double checkpointEpochs,
        int keepCheckpoints,
        double evalEpochs,
        int logPeriod) {

    public SolverConfig {
        positive("epochs", epochs);
        positive("batch_size", batchSize);
        positive("checkpoint_epochs", checkpointEpochs);
        positive("keep_checkpoints", keepCheckpoints);
        positive("eval_epochs", evalEpochs);
        positive("log_period", logPeriod);
        if (clipNorm != null) {
            positive("clip_norm", clipNorm);
        }
        if (schedule.warmupEpochs() >= epochs) {
            throw new IllegalArgumentException("schedule.warmup_epochs is " + schedule.warmupEpochs() + " of " + epochs
                    + " epochs; warm up for less than the whole training");
        }
    }

    /** The steps of so many epochs, at least one. */
    public long steps(double someEpochs, int videos) {
        return Math.max(1, Math.round(someEpochs * videos / batchSize));
    }

    /** The factor on the learning rate over the training. */
    public Schedule toSchedule() {
        return schedule.over(epochs);
    }

    /** Update rule. */
    public enum Algorithm {
        /** Adam with decoupled weight decay. */
        ADAMW,
        /** Stochastic gradient descent with momentum {@code betas[0]}. */
        SGD
    }

    /**
     * Update rule and parameter groups.
     *
     * @param algorithm update rule
     * @param lr learning rate of the batch size
     * @param betas decay of the first and second moment
     * @param eps added to the root of the second moment
     * @param nesterov whether SGD looks ahead
     * @param weightDecay decay of every parameter not excepted below
     * @param decayVectors whether biases and other parameters of one axis decay too
     * @param noWeightDecay last components of the names of parameters that do not decay, such as {@code rel_pos_h}
     */
    public record OptimizerConfig(
            Algorithm algorithm,
            double lr,
            List<Double> betas,
            double eps,
            boolean nesterov,
            double weightDecay,
            boolean decayVectors,
            List<String> noWeightDecay) {

        public OptimizerConfig {
            betas = List.copyOf(betas);
            noWeightDecay = List.copyOf(noWeightDecay);
            positive("lr", lr);
            positive("eps", eps);
            if (betas.size() != 2) {
                throw new IllegalArgumentException("betas has " + betas.size() + " entries; give two");
            }
            if (!(weightDecay >= 0)) {
                throw new IllegalArgumentException("weight_decay is " + weightDecay + "; it must not be negative");
            }
        }
    }

    /** How the learning rate falls. */
    public enum Decay {
        /** Not at all. */
        CONSTANT,
        /** Along half a cosine over the whole training, the warm-up included. */
        COSINE,
        /** Along half a cosine from the end of the warm-up on. */
        COSINE_AFTER_WARMUP,
        /** By steps. */
        STEPS
    }

    /**
     * Learning rate over time, with a linear warm-up.
     *
     * @param decay how it falls
     * @param endFactor factor on the learning rate at the end of a cosine
     * @param milestones epochs after which the next value applies
     * @param values factors on the learning rate between milestones
     * @param warmupEpochs length of the warm-up
     * @param warmupFactor factor at the first step
     */
    public record ScheduleConfig(
            Decay decay,
            double endFactor,
            List<Double> milestones,
            List<Double> values,
            double warmupEpochs,
            double warmupFactor) {

        public ScheduleConfig {
            milestones = List.copyOf(milestones);
            values = List.copyOf(values);
            if (!(endFactor >= 0) || !(warmupEpochs >= 0) || !(warmupFactor >= 0 && warmupFactor <= 1)) {
                throw new IllegalArgumentException("end_factor " + endFactor + ", warmup_epochs " + warmupEpochs
                        + ", warmup_factor " + warmupFactor + ": none may be negative, warmup_factor not above 1");
            }
            if (decay == Decay.STEPS && values.size() != milestones.size() + 1) {
                throw new IllegalArgumentException(milestones.size() + " milestones need " + (milestones.size() + 1)
                        + " values, got " + values.size());
            }
        }

        Schedule over(double epochs) {
            double warm = warmupEpochs / epochs;
            Schedule falling = switch (decay) {
                case CONSTANT -> Schedule.constant();
                case COSINE -> Schedule.cosine(endFactor);
                case COSINE_AFTER_WARMUP -> {
                    Schedule cosine = Schedule.cosine(endFactor);
                    yield share -> cosine.at(Math.max(0, (share - warm) / (1 - warm)));
                }
                case STEPS ->
                    share -> {
                        int passed = 0;
                        while (passed < milestones.size()
                                && milestones.get(passed) <= (share + Schedule.EPSILON) * epochs) {
                            passed++;
                        }
                        return values.get(passed);
                    };
            };
            return falling.withWarmup(warmupFactor, warm);
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be above 0");
        }
    }
}
