package org.mvit4j.maskrcnn.rpn;

/**
 * What the head says about one pyramid level of one image, in anchor order (y, x, anchor).
 *
 * @param height rows of the feature map
 * @param width columns of the feature map
 * @param logits {@code height × width × A} objectness logits
 * @param deltas {@code height × width × A × 4} box deltas
 */
@SuppressWarnings("ArrayRecordComponent")
public record LevelPredictions(int height, int width, float[] logits, float[] deltas) {
    /** Refuses arrays that do not belong together. */
    public LevelPredictions {
        if (deltas.length != 4 * logits.length || logits.length % Math.max(1, height * width) != 0) {
            throw new IllegalArgumentException(logits.length + " logits and " + deltas.length
                    + " deltas do not fit a feature map of " + height + "x" + width);
        }
    }
}
