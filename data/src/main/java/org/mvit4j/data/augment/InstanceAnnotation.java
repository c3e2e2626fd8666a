package org.mvit4j.data.augment;

/**
 * An object in the pixels of its image file.
 *
 * @param category contiguous class index
 * @param box x1, y1, x2, y2
 * @param shape its outline
 * @param crowd whether it stands for a group that nobody took apart
 */
public record InstanceAnnotation(int category, Coordinates box, InstanceShape shape, boolean crowd) {

    public InstanceAnnotation {
        if (box.points() != 2) {
            throw new IllegalArgumentException("a box has two corners, not " + box.points());
        }
    }

    /**
     * An annotation with a COCO box.
     *
     * @param integral whether the file has four integers; otherwise the numbers pass through float32
     */
    public static InstanceAnnotation ofCoco(
            int category,
            double x,
            double y,
            double w,
            double h,
            boolean integral,
            InstanceShape shape,
            boolean crowd) {
        Coordinates box = integral
                ? Coordinates.integers(x, y, x + w, y + h)
                : Coordinates.real((float) x, (float) y, (float) x + (float) w, (float) y + (float) h);
        return new InstanceAnnotation(category, box, shape, crowd);
    }
}
