package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.nn.Pass;

/**
 * One refinement of boxes.
 *
 * @param head region features to vectors
 * @param predictor vectors to scores and deltas
 * @param transform what the deltas mean
 * @param matcher which boxes show an object when this stage is trained
 */
public record BoxStage(BoxHead head, BoxPredictor predictor, Box2BoxTransform transform, Matcher matcher) {
    /** Boxes that are pooled and predicted together: enough for the engine, few enough to stay in its caches. */
    private static final int CHUNK = 256;

    /**
     * Predictions for the boxes of one image, on the host.
     *
     * @param boxes the boxes that were looked at
     * @param probabilities rows × (classes + 1)
     * @param deltas rows × 4, or rows × classes × 4
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Predictions(Boxes boxes, float[] probabilities, float[] deltas) {}

    /** Pools and predicts, level by level and some hundred boxes at a time; rows keep the order of the boxes. */
    Predictions predict(
            Pass pass, RoiPooler pooler, List<NDArray> features, int image, Boxes boxes, ClassProbability probability) {
        int classColumns = predictor.classes() + 1;
        int deltaColumns = predictor.classAgnostic() ? 4 : 4 * predictor.classes();
        var probabilities = new float[boxes.count() * classColumns];
        var deltas = new float[boxes.count() * deltaColumns];
        int[] order = pooler.byLevel(boxes);
        for (int from = 0; from < order.length; from += CHUNK) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + CHUNK));
            try (NDArray pooled = pooler.forward(pass, features, image, boxes.select(rows));
                    BoxPredictor.Output output = forward(pass, pooled)) {
                scatter(probability.toHost(output.scores()), rows, classColumns, probabilities);
                scatter(output.deltas().toFloatArray(), rows, deltaColumns, deltas);
            }
        }
        return new Predictions(boxes, probabilities, deltas);
    }

    private static void scatter(float[] values, int[] rows, int columns, float[] into) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, i * columns, into, rows[i] * columns, columns);
        }
    }

    /** Predicts from pooled features [R, C, P, P]. */
    BoxPredictor.Output forward(Pass pass, NDArray pooled) {
        try (NDArray x = head.forward(pass, pooled)) {
            return predictor.forward(pass, x);
        }
    }
}
