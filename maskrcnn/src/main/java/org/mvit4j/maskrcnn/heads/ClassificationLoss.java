package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.mvit4j.maskrcnn.loss.Losses;
import org.mvit4j.nn.HostCopy;

/** The loss of class scores, summed over boxes and divided by their number. */
@FunctionalInterface
public interface ClassificationLoss {
    /**
     * Computes the loss.
     *
     * @param scores [R, K + 1]
     * @param classes R class indices, K for background
     * @param divisor R, or 1 when there are none
     */
    NDArray mean(NDArray scores, int[] classes, int divisor);

    /** Softmax cross-entropy over K classes and background. */
    static ClassificationLoss softmax() {
        return (scores, classes, divisor) -> {
            try (NDArray wanted = HostCopy.of(
                    scores.getManager(), Arrays.stream(classes).asLongStream().toArray())) {
                return Losses.crossEntropy(scores, wanted, divisor);
            }
        };
    }

    /** Binary cross-entropy of each of the K classes; background is none of them. */
    static ClassificationLoss sigmoid() {
        return (scores, classes, divisor) -> {
            NDManager manager = scores.getManager();
            int k = (int) scores.getShape().get(1) - 1;
            try (NDArray foreground = scores.get(":, :" + k);
                    NDArray wanted = HostCopy.of(manager, oneHot(classes, k), new Shape(classes.length, k))) {
                return Losses.binaryCrossEntropy(foreground, wanted, divisor);
            }
        };
    }

    /** As {@link #sigmoid}, over a random subset of classes drawn for every batch. */
    static ClassificationLoss federated(FederatedClasses choice) {
        return (scores, classes, divisor) -> {
            NDManager manager = scores.getManager();
            int k = (int) scores.getShape().get(1) - 1;
            try (NDArray foreground = scores.get(":, :" + k);
                    NDArray wanted = HostCopy.of(manager, oneHot(classes, k), new Shape(classes.length, k));
                    NDArray weights = HostCopy.of(manager, choice.weights(classes), new Shape(k))) {
                return Losses.binaryCrossEntropy(foreground, wanted, weights, divisor);
            }
        };
    }

    private static float[] oneHot(int[] classes, int k) {
        var hot = new float[classes.length * k];
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] < k) {
                hot[row * k + classes[row]] = 1;
            }
        }
        return hot;
    }
}
