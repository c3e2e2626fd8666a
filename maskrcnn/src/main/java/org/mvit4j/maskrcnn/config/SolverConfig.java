package org.mvit4j.maskrcnn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the model is trained.
 *
 * @param batchSize images per step, over all devices
 * @param mixedPrecision float16 with loss scaling, where the device has it
 * @param clipNorm largest global norm of the gradient; absent for no clipping
 * @param optimizer update rule and parameter groups
 * @param schedule learning rate over time
 * @param checkpointPeriod steps between checkpoints
 * @param keepCheckpoints how many of them stay
 * @param evalPeriod steps between evaluations
 * @param logPeriod steps between log lines
 */
public record SolverConfig(
        int batchSize,
        boolean mixedPrecision,
        @Nullable Double clipNorm,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        int checkpointPeriod,
        int keepCheckpoints,
        int evalPeriod,
        int logPeriod) {

    public SolverConfig {
        Check.positive("batch_size", batchSize);
        Check.positive("checkpoint_period", checkpointPeriod);
        Check.positive("keep_checkpoints", keepCheckpoints);
        Check.positive("eval_period", evalPeriod);
        Check.positive("log_period", logPeriod);
        if (clipNorm != null) {
            Check.positive("clip_norm", clipNorm);
        }
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
     * @param lr base learning rate
     * @param betas decay of the first and second moment
     * @param eps added to the root of the second moment
     * @param weightDecay decay of every parameter not excepted below
     * @param weightDecayNorm decay of the parameters of batch, group and token-wise layer norms (not of channel-first
     *     layer norms, which count as ordinary layers); absent for {@code weightDecay}
     * @param noWeightDecay last components of the names of parameters that do not decay, such as {@code rel_pos_h}
     * @param layerDecay factor on the learning rate per ViT block from the top; absent for none
     */
    public record OptimizerConfig(
            Algorithm algorithm,
            double lr,
            List<Double> betas,
            double eps,
            double weightDecay,
            @Nullable Double weightDecayNorm,
            List<String> noWeightDecay,
            @Nullable Double layerDecay) {

        public OptimizerConfig {
            betas = List.copyOf(betas);
            noWeightDecay = List.copyOf(noWeightDecay);
            Check.positive("lr", lr);
            Check.size("betas", betas, 2);
            Check.positive("eps", eps);
            Check.that(weightDecay >= 0, "weight_decay is " + weightDecay + "; it must not be negative");
        }
    }

    /**
     * Learning rate over time, with linear warm-up.
     *
     * @param maxIter steps of the whole training
     * @param decay how the learning rate falls
     * @param milestones steps after which the next value applies; for {@link Decay#STEPS}
     * @param values factors on the learning rate between milestones; for {@link Decay#STEPS}
     * @param endFactor factor at the end; for {@link Decay#COSINE} and {@link Decay#LINEAR}
     * @param warmupFactor factor at the first step
     * @param warmupIters steps of the warm-up
     * @param warmupOfIters length of the training that {@code warmupIters} was meant for: the warm-up takes the share
     *     {@code warmupIters / warmupOfIters} of this one
     */
    public record ScheduleConfig(
            int maxIter,
            Decay decay,
            List<Integer> milestones,
            List<Double> values,
            double endFactor,
            double warmupFactor,
            int warmupIters,
            int warmupOfIters) {

        /** How a learning rate falls. */
        public enum Decay {
            /** From value to value at milestones. */
            STEPS,
            /** By half a cosine (Loshchilov and Hutter, SGDR, without restarts). */
            COSINE,
            /** Along a straight line. */
            LINEAR
        }

        public ScheduleConfig {
            milestones = List.copyOf(milestones);
            values = List.copyOf(values);
            Check.positive("max_iter", maxIter);
            Check.positive("warmup_of_iters", warmupOfIters);
            Check.fraction("end_factor", endFactor);
            Check.fraction("warmup_factor", warmupFactor);
            Check.that(warmupIters >= 0, "warmup_iters is " + warmupIters + "; it must not be negative");
            Check.size("values", values, milestones.size() + 1);
            int previous = 0;
            for (int milestone : milestones) {
                Check.that(milestone > previous, "milestones must grow");
                previous = milestone;
            }
        }

        /** Share of the training that warms up. */
        public double warmupLength() {
            return (double) warmupIters / warmupOfIters;
        }
    }
}
