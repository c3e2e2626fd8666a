package org.mvit4j.detect;

/**
 * What of the network's output is kept.
 *
 * @param scoreThreshold smallest score, 0 to 1; the network itself drops what is below its configured 0.05
 * @param topK largest number of objects per picture
 * @param masks whether masks are pasted into the picture
 */
public record DetectOptions(double scoreThreshold, int topK, boolean masks) {

    /** Everything the network gives: for evaluation. */
    public static final DetectOptions ALL = new DetectOptions(0, Integer.MAX_VALUE, true);

    public DetectOptions {
        if (!(scoreThreshold >= 0 && scoreThreshold <= 1)) {
            throw new ModelException("score threshold " + scoreThreshold + " is not between 0 and 1");
        }
        if (topK < 1) {
            throw new ModelException("top-k " + topK + " must be at least 1");
        }
    }
}
