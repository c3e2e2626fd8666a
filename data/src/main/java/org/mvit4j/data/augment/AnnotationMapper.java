package org.mvit4j.data.augment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * Moves an image and its annotations through a transform, as detectron2's mapper does: crowds are skipped, boxes are
 * clipped to the moved image, and objects with a side of at most 1e-5 or an outline of which nothing is left are
 * dropped.
 *
 * @param recomputeBoxes whether boxes are taken anew from what the transform leaves of the outlines
 */
public record AnnotationMapper(boolean recomputeBoxes) {

    private static final float SMALLEST_SIDE = 1e-5f;

    public TrainingSample map(long imageId, RgbImage image, List<InstanceAnnotation> annotations, Transform transform) {
        RgbImage moved = transform.apply(image);
        List<InstanceShape> shapes = new ArrayList<>();
        float[] boxes = new float[4 * annotations.size()];
        int[] classes = new int[annotations.size()];
        int n = 0;
        for (InstanceAnnotation annotation : annotations) {
            if (annotation.crowd()) {
                continue;
            }
            InstanceShape shape = transform.apply(annotation.shape());
            float[] box = recomputeBoxes && !(shape instanceof InstanceShape.BoxOnly) && !shape.isEmpty()
                    ? shape.bounds()
                    : clip(transform.applyToBox(annotation.box()), transform.outputSize());
            if (box[2] - box[0] > SMALLEST_SIDE && box[3] - box[1] > SMALLEST_SIDE && !shape.isEmpty()) {
                System.arraycopy(box, 0, boxes, 4 * n, 4);
                classes[n] = annotation.category();
                shapes.add(shape);
                n++;
            }
        }
        return new TrainingSample(imageId, moved, Arrays.copyOf(boxes, 4 * n), Arrays.copyOf(classes, n), shapes);
    }

    private static float[] clip(Coordinates box, ImageSize size) {
        double[] b = box.xy();
        return new float[] {
            (float) Math.min(Math.max(b[0], 0), size.width()),
            (float) Math.min(Math.max(b[1], 0), size.height()),
            (float) Math.min(Math.max(b[2], 0), size.width()),
            (float) Math.min(Math.max(b[3], 0), size.height())
        };
    }
}
