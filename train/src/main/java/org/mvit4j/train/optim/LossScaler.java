package org.mvit4j.train.optim;

/**
 * The factor on a float16 loss that keeps small gradients above zero: halved when a gradient overflows, doubled after
 * 2000 good steps (PyTorch's {@code GradScaler} with its defaults).
 */
public final class LossScaler {

    private static final int GROWTH_INTERVAL = 2000;

    private double scale;
    private int goodSteps;

    public LossScaler() {
        this(65536, 0);
    }

    /** Goes on from a saved state. */
    public LossScaler(double scale, int goodSteps) {
        this.scale = scale;
        this.goodSteps = goodSteps;
    }

    /** The factor for the next loss. */
    public double scale() {
        return scale;
    }

    /** Good steps since the factor last changed. */
    public int goodSteps() {
        return goodSteps;
    }

    /**
     * Takes note of a step.
     *
     * @param finite whether all gradients were
     * @return whether the step may be taken
     */
    public boolean accept(boolean finite) {
        if (!finite) {
            scale /= 2;
            goodSteps = 0;
            return false;
        }
        if (++goodSteps == GROWTH_INTERVAL) {
            scale *= 2;
            goodSteps = 0;
        }
        return true;
    }
}
