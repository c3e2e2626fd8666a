package org.mvit4j.coco.analysis;

/** How the draws of a bootstrap become an interval. */
public enum IntervalMethod {
    /** Quantiles of the draws. */
    PERCENTILE,
    /** Quantiles shifted by the median bias of the draws (Efron 1981). */
    BIAS_CORRECTED,
    /** Quantiles shifted by median bias and by the skewness of the images' influence (Efron 1987). */
    ACCELERATED,
    /**
     * Quantiles shifted so that their median is the estimate less its bias as half samples show it, and widened by what
     * that correction varies itself, as quarter samples show it, by n/(n - 1) in the variance, which draws of n from n
     * lack, and by Student's t. The default: the only one whose 95 % interval held the truth in 93 to 97 % of simulated
     * data sets both for single categories and for their mean.
     */
    HALF_SAMPLE
}
