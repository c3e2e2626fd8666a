package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.SoftMasks;
import org.mvit4j.nn.Pass;

/**
 * Pools regions and predicts their masks.
 *
 * @param pooler 14×14 bins in the published models
 * @param head doubles the side
 */
public record MaskBranch(RoiPooler pooler, MaskHead head) {
    /** Regions that are pooled and predicted together, so that memory does not grow with their number. */
    private static final int CHUNK = 32;

    /** Adds masks to the detections of one image of a batch. */
    Instances addMasks(Pass pass, List<NDArray> features, int image, Instances found) {
        int side = 2 * pooler.size();
        int cells = side * side;
        var values = new float[found.count() * cells];
        int[] order = pooler.byLevel(found.boxes());
        for (int from = 0; from < order.length; from += CHUNK) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + CHUNK));
            Instances part = found.select(rows);
            try (NDArray pooled = pooler.forward(pass, features, image, part.boxes());
                    NDArray masks = head.probabilities(pass, pooled, part.classes())) {
                float[] own = masks.toFloatArray();
                for (int i = 0; i < rows.length; i++) {
                    System.arraycopy(own, i * cells, values, rows[i] * cells, cells);
                }
            }
        }
        return found.withMasks(new SoftMasks(side, values));
    }

    /** The loss over the sampled boxes that show an object. */
    TrainingReport train(Pass pass, List<NDArray> features, List<LabelledBoxes> sampled, List<GroundTruth> truths) {
        List<LabelledBoxes> objects =
                sampled.stream().map(image -> image.select(image.foreground())).toList();
        List<Boxes> boxes = objects.stream().map(LabelledBoxes::boxes).toList();
        int[] classes = objects.stream()
                .flatMapToInt(image -> IntStream.of(image.classes()))
                .toArray();
        try (NDArray pooled = pooler.forward(pass, features, boxes);
                NDArray logits = head.logits(pass, pooled, classes)) {
            return MaskLoss.compute(logits, objects, truths);
        }
    }
}
