package org.mvit4j.coco.analysis;

/**
 * Settings of a bootstrap.
 *
 * @param draws number of resamples
 * @param confidence such as 0.95
 * @param seed of the random numbers; equal seeds give equal intervals on any number of threads
 * @param method how draws become an interval
 */
public record BootstrapSettings(int draws, double confidence, long seed, IntervalMethod method) {
    private static final int FEWEST = 20;

    /** 1,000 draws, 95 %, seed 1, bias-corrected by half samples. */
    public static final BootstrapSettings DEFAULT = new BootstrapSettings(1000, 0.95, 1, IntervalMethod.HALF_SAMPLE);

    /** Checks the numbers. */
    public BootstrapSettings {
        if (draws < FEWEST) {
            throw new IllegalArgumentException("a bootstrap needs at least " + FEWEST + " draws, not " + draws);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must lie between 0 and 1, such as 0.95, not " + confidence);
        }
    }

    /** The same with another number of draws. */
    public BootstrapSettings withDraws(int value) {
        return new BootstrapSettings(value, confidence, seed, method);
    }

    /** The same with another seed. */
    public BootstrapSettings withSeed(long value) {
        return new BootstrapSettings(draws, confidence, value, method);
    }

    /** The same with another method. */
    public BootstrapSettings withMethod(IntervalMethod value) {
        return new BootstrapSettings(draws, confidence, seed, value);
    }
}
