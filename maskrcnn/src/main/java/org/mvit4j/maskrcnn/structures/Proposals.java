package org.mvit4j.maskrcnn.structures;

/**
 * Regions of one image that may hold an object, best first.
 *
 * @param boxes n boxes in pixels of the resized image
 * @param logits n objectness logits (not probabilities)
 */
@SuppressWarnings("ArrayRecordComponent")
public record Proposals(Boxes boxes, float[] logits) {
    /** Refuses arrays of different lengths. */
    public Proposals {
        if (boxes.count() != logits.length) {
            throw new IllegalArgumentException(boxes.count() + " proposal boxes but " + logits.length + " logits");
        }
    }

    /** Number of proposals. */
    public int count() {
        return logits.length;
    }
}
