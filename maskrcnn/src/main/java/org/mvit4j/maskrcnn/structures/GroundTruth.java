package org.mvit4j.maskrcnn.structures;

import java.util.List;

/**
 * The annotated objects of one training image, crowds left out.
 *
 * @param boxes n boxes in pixels of the network's input
 * @param classes n contiguous class indices
 * @param masks n shapes, or none at all when no mask head is trained
 */
@SuppressWarnings("ArrayRecordComponent")
public record GroundTruth(Boxes boxes, int[] classes, List<? extends InstanceMask> masks) {
    /** An image without objects. */
    public static final GroundTruth NONE = new GroundTruth(Boxes.EMPTY, new int[0], List.of());

    /** Refuses parts of different lengths. */
    public GroundTruth {
        if (boxes.count() != classes.length || !masks.isEmpty() && masks.size() != classes.length) {
            throw new IllegalArgumentException(boxes.count() + " boxes, " + classes.length + " classes and "
                    + masks.size() + " masks do not belong together");
        }
        masks = List.copyOf(masks);
    }

    /** Number of objects. */
    public int count() {
        return classes.length;
    }
}
