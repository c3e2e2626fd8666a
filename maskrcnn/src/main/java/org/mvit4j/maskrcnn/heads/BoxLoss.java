package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.loss.Losses;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.nn.HostCopy;

/**
 * Losses of a box predictor: cross-entropy over all R sampled boxes, and (smooth) L1 of the deltas of those that show
 * an object. Both are divided by R, not by the number of objects, as in the reference.
 *
 * @param transform what the deltas mean
 * @param smoothL1Beta 0 for L1
 * @param classification the loss of the class scores
 */
record BoxLoss(Box2BoxTransform transform, double smoothL1Beta, ClassificationLoss classification) {
    /**
     * Computes the losses.
     *
     * @param output predictions for all boxes, image by image
     * @param boxes per image, its boxes in the order of the predictions
     * @param suffix of the losses' names, such as {@code _stage0}
     * @param prefix of the scalars' names, such as {@code stage0/}
     */
    TrainingReport compute(
            BoxPredictor predictor,
            BoxPredictor.Output output,
            List<LabelledBoxes> boxes,
            List<GroundTruth> truths,
            String suffix,
            String prefix) {
        int[] classes = boxes.stream()
                .flatMapToInt(image -> IntStream.of(image.classes()))
                .toArray();
        int rows = Math.max(classes.length, 1);
        Map<String, NDArray> losses = new LinkedHashMap<>();
        losses.put("loss_cls" + suffix, classification.mean(output.scores(), classes, rows));
        losses.put("loss_box_reg" + suffix, regression(predictor, output.deltas(), boxes, truths, rows));
        return new TrainingReport(losses, accuracy(output.scores().toFloatArray(), classes, predictor, prefix));
    }

    private NDArray regression(
            BoxPredictor predictor, NDArray deltas, List<LabelledBoxes> boxes, List<GroundTruth> truths, int divisor) {
        var rows = IntStream.builder();
        int count = boxes.stream().mapToInt(image -> image.foreground().length).sum();
        FloatBuffer targets = FloatBuffer.allocate(4 * count);
        int from = 0;
        for (int image = 0; image < boxes.size(); image++) {
            LabelledBoxes own = boxes.get(image);
            int[] foreground = own.foreground();
            for (int i : foreground) {
                rows.add(predictor.classAgnostic() ? from + i : (from + i) * predictor.classes() + own.classes()[i]);
            }
            LabelledBoxes objects = own.select(foreground);
            targets.put(
                    transform.encode(objects.boxes(), truths.get(image).boxes().select(objects.annotation())));
            from += own.count();
        }
        NDManager manager = deltas.getManager();
        try (NDArray all = deltas.reshape(-1, 4);
                NDArray index = HostCopy.of(manager, rows.build().toArray());
                NDArray chosen = HeadScript.rows(all, index);
                NDArray wanted = HostCopy.of(manager, targets.array(), new Shape(count, 4))) {
            return Losses.smoothL1(chosen, wanted, smoothL1Beta, divisor);
        }
    }

    private static Map<String, Double> accuracy(float[] scores, int[] classes, BoxPredictor predictor, String prefix) {
        int background = predictor.classes();
        int columns = background + 1;
        int right = 0;
        int objects = 0;
        int objectsRight = 0;
        int missed = 0;
        for (int row = 0; row < classes.length; row++) {
            int best = 0;
            for (int c = 1; c < columns; c++) {
                if (scores[row * columns + c] > scores[row * columns + best]) {
                    best = c;
                }
            }
            boolean object = classes[row] < background;
            right += best == classes[row] ? 1 : 0;
            objects += object ? 1 : 0;
            objectsRight += object && best == classes[row] ? 1 : 0;
            missed += object && best == background ? 1 : 0;
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        if (classes.length > 0) {
            scalars.put(prefix + "fast_rcnn/cls_accuracy", (double) right / classes.length);
        }
        if (objects > 0) {
            scalars.put(prefix + "fast_rcnn/fg_cls_accuracy", (double) objectsRight / objects);
            scalars.put(prefix + "fast_rcnn/false_negative", (double) missed / objects);
        }
        return scalars;
    }
}
