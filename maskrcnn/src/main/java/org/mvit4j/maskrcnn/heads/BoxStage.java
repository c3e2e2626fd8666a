package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.matching.Matcher;
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
    /** Predicts from pooled features [R, C, P, P]. */
    BoxPredictor.Output forward(Pass pass, NDArray pooled) {
        try (NDArray x = head.forward(pass, pooled)) {
            return predictor.forward(pass, x);
        }
    }
}
