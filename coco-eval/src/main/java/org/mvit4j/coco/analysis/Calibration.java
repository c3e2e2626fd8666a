package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.coco.eval.Matches;

/**
 * Whether a score of 0.7 means that seven of ten such detections are right. Scores are put into bins of equal width over
 * 0..1; ignored detections are left out. Scores outside 0..1 go to the outermost bins.
 *
 * @param detections number of detections
 * @param expectedError mean distance of confidence and accuracy over the detections (ECE)
 * @param maximumError greatest distance in a bin (MCE)
 * @param bins the bins, by ascending score
 */
public record Calibration(int detections, double expectedError, double maximumError, List<Bin> bins) {
    /**
     * Detections of similar score.
     *
     * @param low least score
     * @param high score below which the next bin begins
     * @param count number of detections
     * @param confidence mean score; NaN if there is none
     * @param accuracy share of hits; NaN if there is none
     */
    public record Bin(double low, double high, int count, double confidence, double accuracy) {}

    /** Calibration at one similarity threshold, over all categories. */
    public static Calibration of(Matches matches, int threshold, int bins) {
        int[] count = new int[bins];
        double[] confidence = new double[bins];
        int[] hits = new int[bins];
        int total = 0;
        for (int c = 0; c < matches.cells(); c++) {
            int next = 0;
            for (int d = 0; d < matches.detections(c); d++) {
                boolean hit = false;
                boolean miss = (matches.outside(c, d) & 1) == 0;
                if (next < matches.candidates(c) && matches.candidateRank(c, next) == d) {
                    int word = threshold / Long.SIZE;
                    hit = (matches.hits(c, next, 0, word) >>> threshold & 1) != 0;
                    miss = (matches.misses(c, next++, 0, word) >>> threshold & 1) != 0;
                }
                double score = matches.score(c, d);
                if (!hit && !miss || Double.isNaN(score)) {
                    continue;
                }
                int bin = Math.max(0, Math.min(bins - 1, (int) Math.floor(score * bins)));
                count[bin]++;
                confidence[bin] += score;
                hits[bin] += hit ? 1 : 0;
                total++;
            }
        }
        double expected = 0;
        double maximum = 0;
        List<Bin> list = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            double mean = count[b] == 0 ? Double.NaN : confidence[b] / count[b];
            double accuracy = count[b] == 0 ? Double.NaN : (double) hits[b] / count[b];
            list.add(new Bin((double) b / bins, (b + 1.0) / bins, count[b], mean, accuracy));
            if (count[b] > 0) {
                expected += Math.abs(mean - accuracy) * count[b] / total;
                maximum = Math.max(maximum, Math.abs(mean - accuracy));
            }
        }
        return new Calibration(total, expected, maximum, list);
    }
}
