package org.mvit4j.data.augment;

import java.util.List;
import org.mvit4j.data.image.RgbImage;

/**
 * One image as a training step sees it.
 *
 * @param imageId id in the data set
 * @param image pixels after augmentation
 * @param boxes n boxes x1, y1, x2, y2 in these pixels
 * @param classes n contiguous class indices
 * @param shapes n outlines
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of one image, compared by identity
public record TrainingSample(long imageId, RgbImage image, float[] boxes, int[] classes, List<InstanceShape> shapes) {

    public TrainingSample {
        shapes = List.copyOf(shapes);
        if (boxes.length != 4 * classes.length || shapes.size() != classes.length) {
            throw new IllegalArgumentException(boxes.length + " coordinates, " + classes.length + " classes and "
                    + shapes.size() + " shapes do not belong together");
        }
    }

    /** Number of objects. */
    public int count() {
        return classes.length;
    }

    /** Memory that this sample holds, roughly. */
    public long bytes() {
        long bytes = image.pixels().length + 20L * count();
        for (InstanceShape shape : shapes) {
            if (shape instanceof BitMask mask) {
                bytes += mask.bits().length;
            } else if (shape instanceof PolygonShape polygons) {
                for (Coordinates ring : polygons.rings()) {
                    bytes += 8L * ring.xy().length;
                }
            }
        }
        return bytes;
    }
}
