package org.mvit4j.train.optim;

import java.util.List;

/** The factor on the learning rate at each step: a pure function, so that nothing of it needs to be saved. */
@FunctionalInterface
public interface Schedule {

    /** The reference compares shares of the training with this slack. */
    double EPSILON = 1e-6;

    /** The factor at a share of the training in [0, 1). */
    double at(double share);

    /** The factor at step {@code step} of {@code steps}, counted from 0. */
    default double factor(long step, long steps) {
        return at((double) step / steps);
    }

    /** Always 1. */
    static Schedule constant() {
        return share -> 1;
    }

    /**
     * One value after another.
     *
     * @param values one more than milestones
     * @param milestones after how many updates the next value applies
     * @param updates number of updates of the whole training
     */
    static Schedule multiStep(List<Double> values, List<Integer> milestones, int updates) {
        if (values.size() != milestones.size() + 1) {
            throw new IllegalArgumentException(milestones.size() + " milestones need " + (milestones.size() + 1)
                    + " values, got " + values.size());
        }
        return share -> {
            int done = (int) ((share + EPSILON) * updates);
            int passed = 0;
            while (passed < milestones.size() && milestones.get(passed) <= done) {
                passed++;
            }
            return values.get(passed);
        };
    }

    /** Half a cosine from 1 to {@code end}. */
    static Schedule cosine(double end) {
        return share -> end + 0.5 * (1 - end) * (1 + Math.cos(Math.PI * share));
    }

    /** A straight line from 1 to {@code end}. */
    static Schedule linear(double end) {
        return share -> 1 + (end - 1) * share;
    }

    /**
     * Linear warm-up, from a factor times this schedule's first value to this schedule's value at the end of the warm-up.
     *
     * @param factor at the first step
     * @param length share of the training
     */
    default Schedule withWarmup(double factor, double length) {
        if (length <= 0) {
            return this;
        }
        double from = factor * at(0);
        double to = at(length);
        return share -> {
            if (share + EPSILON <= length) {
                double where = share / length;
                return to * where + from * (1 - where);
            }
            return at(share);
        };
    }
}
