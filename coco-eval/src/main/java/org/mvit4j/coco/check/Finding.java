package org.mvit4j.coco.check;

import org.jspecify.annotations.Nullable;

/**
 * Something that bends the metrics.
 *
 * @param code a fixed name for programs
 * @param fact what is wrong
 * @param count number of records concerned
 * @param total number of records looked at
 * @param example one of the records concerned with its place, or null
 * @param fix what to do
 */
public record Finding(
        Code code,
        String fact,
        int count,
        int total,
        @Nullable String example,
        String fix) {
    /** Kinds of findings. */
    public enum Code {
        /** There are no images, no annotations or no detections. */
        EMPTY,
        /** Detections of images that the data set does not have. */
        UNKNOWN_IMAGE,
        /** Detections of categories that the data set does not have. */
        UNKNOWN_CATEGORY,
        /** Category ids are positions in the list of categories. */
        CATEGORY_POSITIONS,
        /** Category names stand where ids should. */
        CATEGORY_NAMES,
        /** Boxes are written in another form than x, y, width, height in pixels. */
        BOX_FORM,
        /** Boxes that are no rectangles. */
        EMPTY_BOX,
        /** Width and height of images are the wrong way round. */
        SWAPPED_SIZE,
        /** Masks of another size than their image. */
        MASK_SIZE,
        /** An annotation with id 0, whose detection never counts. */
        ZERO_ID,
        /** Annotations with the same id. */
        DUPLICATE_ID,
        /** Annotations that lack a field which evaluation needs. */
        MISSING_FIELD,
        /** Scores that are missing, no numbers, outside 0 to 1, or all the same. */
        SCORES,
        /** The same detection more than once. */
        REPEATED
    }
}
