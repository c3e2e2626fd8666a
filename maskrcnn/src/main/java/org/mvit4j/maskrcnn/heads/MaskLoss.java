package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mvit4j.maskrcnn.loss.Losses;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.nn.HostCopy;

/** Mean binary cross-entropy between the mask logits of each box's own class and its annotation's shape. */
final class MaskLoss {
    private MaskLoss() {}

    /**
     * Computes the loss.
     *
     * @param logits [F, side, side] for all boxes, image by image
     * @param boxes per image, its boxes that show an object
     */
    static TrainingReport compute(NDArray logits, List<LabelledBoxes> boxes, List<GroundTruth> truths) {
        int side = (int) logits.getShape().get(1);
        float[] targets = targets(boxes, truths, side);
        NDManager manager = logits.getManager();
        try (NDArray wanted = HostCopy.of(manager, targets, logits.getShape())) {
            NDArray loss = Losses.binaryCrossEntropy(logits, wanted, Math.max(targets.length, 1));
            return new TrainingReport(Map.of("loss_mask", loss), accuracy(logits.toFloatArray(), targets));
        }
    }

    private static float[] targets(List<LabelledBoxes> boxes, List<GroundTruth> truths, int side) {
        int cells = side * side;
        var targets =
                new float[cells * boxes.stream().mapToInt(LabelledBoxes::count).sum()];
        int at = 0;
        for (int image = 0; image < boxes.size(); image++) {
            LabelledBoxes own = boxes.get(image);
            for (int i = 0; i < own.count(); i++) {
                float[] box = own.boxes().select(i).xyxy();
                byte[] shape =
                        truths.get(image).masks().get(own.annotation()[i]).cropAndResize(box, side);
                for (byte cell : shape) {
                    targets[at++] = cell;
                }
            }
        }
        return targets;
    }

    private static Map<String, Double> accuracy(float[] logits, float[] targets) {
        int inside = 0;
        int falsePositive = 0;
        int falseNegative = 0;
        for (int i = 0; i < targets.length; i++) {
            boolean predicted = logits[i] > 0;
            boolean shape = targets[i] > 0;
            inside += shape ? 1 : 0;
            falsePositive += predicted && !shape ? 1 : 0;
            falseNegative += shape && !predicted ? 1 : 0;
        }
        int n = targets.length;
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("mask_rcnn/accuracy", 1 - (double) (falsePositive + falseNegative) / Math.max(n, 1));
        scalars.put("mask_rcnn/false_positive", (double) falsePositive / Math.max(n - inside, 1));
        scalars.put("mask_rcnn/false_negative", (double) falseNegative / Math.max(inside, 1));
        return scalars;
    }
}
