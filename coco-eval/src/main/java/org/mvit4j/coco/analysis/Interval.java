package org.mvit4j.coco.analysis;

/**
 * A figure with its confidence interval.
 *
 * @param estimate the figure on the images at hand; NaN if no object counts
 * @param low lower bound; NaN if fewer than two images bear on the figure
 * @param high upper bound; NaN likewise
 * @param standardError standard deviation over the draws
 * @param images number of images that bear on the figure: those with objects that count
 */
public record Interval(double estimate, double low, double high, double standardError, int images) {
    /** Whether there is an interval at all. */
    public boolean defined() {
        return low <= high;
    }
}
