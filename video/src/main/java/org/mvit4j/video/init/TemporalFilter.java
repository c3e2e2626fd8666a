package org.mvit4j.video.init;

import java.util.function.IntToDoubleFunction;

/** How a 2-D filter becomes a filter of {@code t} frames: the same filter at every frame, times a weight. */
enum TemporalFilter {
    /** The filter at frame {@code t / 2}, zero elsewhere. */
    CENTER,
    /** The filter divided by {@code t} at every frame. */
    MEAN,
    /** The filter at every frame, not divided. */
    REPEAT,
    /** Approximate rank pooling: the filter times {@code a_i / t}, which weighs late frames against early ones. */
    RANK;

    IntToDoubleFunction weights(int t) {
        return switch (this) {
            case CENTER -> i -> i == t / 2 ? 1 : 0;
            case MEAN -> i -> 1.0 / t;
            case REPEAT -> i -> 1;
            case RANK -> i -> (2.0 * (t - i) - (t + 1) * (harmonic(t) - harmonic(i))) / t;
        };
    }

    private static double harmonic(int n) {
        double sum = 0;
        for (int i = 1; i <= n; i++) {
            sum += 1.0 / i;
        }
        return sum;
    }

    /**
     * @param filter [outer, plane] row-major
     * @return [outer, t, plane]
     */
    float[] inflate(float[] filter, int t, int plane) {
        IntToDoubleFunction weight = weights(t);
        float[] inflated = new float[filter.length * t];
        for (int outer = 0; outer < filter.length / plane; outer++) {
            for (int i = 0; i < t; i++) {
                double w = weight.applyAsDouble(i);
                for (int k = 0; k < plane && w != 0; k++) {
                    inflated[(outer * t + i) * plane + k] = (float) (filter[outer * plane + k] * w);
                }
            }
        }
        return inflated;
    }
}
