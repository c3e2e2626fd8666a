package org.mvit4j.maskrcnn.structures;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The objects found in one image, best score first.
 *
 * @param size the image whose pixels the boxes are in
 * @param boxes n boxes
 * @param scores n probabilities
 * @param classes n contiguous class indices
 * @param masks n masks over the boxes, or null when the model has no mask head
 */
@SuppressWarnings("ArrayRecordComponent")
public record Instances(
        ImageSize size,
        Boxes boxes,
        float[] scores,
        int[] classes,
        @Nullable SoftMasks masks) {
    /** Refuses parts of different lengths. */
    public Instances {
        int n = boxes.count();
        if (scores.length != n || classes.length != n || masks != null && masks.count() != n) {
            throw new IllegalArgumentException(n + " boxes, " + scores.length + " scores, " + classes.length
                    + " classes and " + (masks == null ? "no" : masks.count()) + " masks do not belong together");
        }
    }

    /** Number of instances. */
    public int count() {
        return scores.length;
    }

    /** The same instances with masks. */
    public Instances withMasks(SoftMasks found) {
        return new Instances(size, boxes, scores, classes, found);
    }

    /** The instances at {@code indices}, in that order. */
    public Instances select(int... indices) {
        var selectedScores = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            selectedScores[i] = scores[indices[i]];
        }
        return new Instances(
                size,
                boxes.select(indices),
                selectedScores,
                Arrays.stream(indices).map(i -> classes[i]).toArray(),
                masks == null ? null : masks.select(indices));
    }

    /**
     * The instances in pixels of another size of the same picture: boxes scaled per axis (the two factors differ a
     * little, because resized sizes are whole pixels), clipped, and dropped when nothing remains.
     */
    public Instances rescale(ImageSize target) {
        float sx = (float) (target.width() / (double) size.width());
        float sy = (float) (target.height() / (double) size.height());
        Boxes scaled = boxes.scale(sx, sy).clip(target);
        return new Instances(target, scaled, scores, classes, masks).select(scaled.nonEmpty());
    }
}
