package org.mvit4j.coco.analysis;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** The draws of one figure and what is read from them. */
final class Draws {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final double estimate;
    private final double[] sorted;

    /** @param draws values of the figure; NaN where the draw holds no object that counts */
    Draws(double estimate, double[] draws) {
        this.estimate = estimate;
        double[] kept = new double[draws.length];
        int n = 0;
        for (double draw : draws) {
            if (!Double.isNaN(draw)) {
                kept[n++] = draw;
            }
        }
        sorted = Arrays.copyOf(kept, n);
        Arrays.sort(sorted);
    }

    /** The interval of a figure. */
    Interval interval(BootstrapSettings settings, Correction correction) {
        if (tooFew(correction)) {
            return undefined(correction);
        }
        double tail = (1 - settings.confidence()) / 2;
        double low = quantile(level(settings.method(), correction, tail));
        double high = quantile(level(settings.method(), correction, 1 - tail));
        if (settings.method() == IntervalMethod.HALF_SAMPLE) {
            double median = quantile(0.5);
            low = centre(correction) + correction.widening() * (low - median);
            high = centre(correction) + correction.widening() * (high - median);
        }
        return new Interval(
                estimate,
                Math.min(1, Math.max(0, low)),
                Math.max(0, Math.min(1, high)),
                standardDeviation(),
                correction.images());
    }

    /** The interval of a difference: quantiles of the draws, widened. */
    Interval difference(double confidence, Correction correction) {
        if (tooFew(correction)) {
            return undefined(correction);
        }
        double tail = (1 - confidence) / 2;
        double score = correction.widening() * student(correction).inverseCumulativeProbability(tail);
        return new Interval(estimate, at(score), at(-score), standardDeviation(), correction.images());
    }

    /** The value of a normal score; beyond the outermost draws as far as a normal distribution of their spread reaches. */
    private double at(double score) {
        double value = quantile(NORMAL.cumulativeProbability(score));
        if (Math.abs(score) <= outermost()) {
            return value;
        }
        double tail = estimate + score * standardDeviation();
        return score < 0 ? Math.min(value, tail) : Math.max(value, tail);
    }

    /** The normal score of the outermost draws. */
    private double outermost() {
        return NORMAL.inverseCumulativeProbability(1 - 0.5 / sorted.length);
    }

    private boolean tooFew(Correction correction) {
        return Double.isNaN(estimate) || sorted.length == 0 || correction.images() < 2;
    }

    private Interval undefined(Correction correction) {
        return new Interval(estimate, Double.NaN, Double.NaN, Double.NaN, correction.images());
    }

    private static TDistribution student(Correction correction) {
        return new TDistribution(null, Math.max(1, correction.degrees()));
    }

    private double centre(Correction correction) {
        return estimate - correction.bias();
    }

    private double quantile(double share) {
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_6);
        percentile.setData(sorted);
        return percentile.evaluate(Math.min(100, Math.max(1e-9, 100 * share)));
    }

    double standardDeviation() {
        return new StandardDeviation().evaluate(sorted);
    }

    /**
     * What is known beyond the draws.
     *
     * @param bias by how much the estimate is too high
     * @param widening standard deviation of the estimate less its bias, over that of the draws
     * @param acceleration a sixth of the skewness of the images' influence
     * @param degrees degrees of freedom of the standard error
     * @param images number of images that bear on the figure
     */
    record Correction(double bias, double widening, double acceleration, double degrees, int images) {}

    /** Which quantile of the draws is the bound that {@code share} of a perfect distribution would lie below. */
    private double level(IntervalMethod method, Correction correction, double share) {
        double z = NORMAL.inverseCumulativeProbability(share);
        double z0 = normalScore(estimate);
        switch (method) {
            case BIAS_CORRECTED:
                return NORMAL.cumulativeProbability(2 * z0 + z);
            case ACCELERATED:
                double shifted = z0 + z;
                return NORMAL.cumulativeProbability(z0 + shifted / (1 - correction.acceleration() * shifted));
            case HALF_SAMPLE:
                return NORMAL.cumulativeProbability(student(correction).inverseCumulativeProbability(share));
            default:
                return share;
        }
    }

    /**
     * The two-sided p-value of the difference being {@code value}: one less the confidence of the widest
     * {@link #difference interval} that leaves {@code value} out.
     */
    double pValue(double value, Correction correction) {
        if (tooFew(correction)) {
            return Double.NaN;
        }
        double score = normalScore(value);
        double deviation = standardDeviation();
        if (deviation > 0 && (value < sorted[0] || value > sorted[sorted.length - 1])) {
            double far = (value - estimate) / deviation;
            score = Math.copySign(Math.max(Math.abs(score), Math.abs(far)), score);
        }
        double t = score / correction.widening();
        return Math.min(1, 2 * student(correction).cumulativeProbability(-Math.abs(t)));
    }

    /** The standard normal quantile at which {@code value} lies among the draws. */
    double normalScore(double value) {
        double share = shareBelow(value);
        double least = 0.5 / sorted.length;
        return NORMAL.inverseCumulativeProbability(Math.min(1 - least, Math.max(least, share)));
    }

    /** Share of draws below {@code value}, those equal counted half. */
    double shareBelow(double value) {
        int below = 0;
        int equal = 0;
        for (double draw : sorted) {
            below += draw < value ? 1 : 0;
            equal += draw == value ? 1 : 0;
        }
        return (below + 0.5 * equal) / sorted.length;
    }
}
