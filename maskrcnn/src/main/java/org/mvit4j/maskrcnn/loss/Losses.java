package org.mvit4j.maskrcnn.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.TorchScript;

/**
 * Losses summed over all elements and divided by a count, with gradients; results are scalars on the manager of the
 * first argument.
 *
 * <p>The division happens inside the engine's function: {@code NDArray.div(Number)} makes an array whose memory is gone
 * when the backward pass reads it.
 */
public final class Losses {
    /** Below this beta the smooth L1 loss is the plain one. */
    private static final double MIN_BETA = 1e-5;

    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(Losses.class, "loss.ts");
    }

    private Losses() {}

    /** Binary cross-entropy of {@code logits} against {@code targets} in [0, 1], same shapes. */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray targets, long divisor) {
        return Script.INSTANCE.call("binary_cross_entropy", true, new NDList(logits, targets), divisor);
    }

    /** As above, each element times a weight of a shape that broadcasts. */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray targets, NDArray weights, long divisor) {
        NDList arguments = new NDList(logits, targets, weights);
        return Script.INSTANCE.call("weighted_binary_cross_entropy", true, arguments, divisor);
    }

    /** Cross-entropy of {@code logits} [n, k] against int64 class indices [n]. */
    public static NDArray crossEntropy(NDArray logits, NDArray classes, long divisor) {
        return Script.INSTANCE.call("cross_entropy", true, new NDList(logits, classes), divisor);
    }

    /**
     * Smooth L1: {@code 0.5 d² / beta} where {@code d < beta}, else {@code d - 0.5 beta}; plain L1 for beta 0.
     *
     * @param beta where the parabola ends, in the unit of the differences
     */
    public static NDArray smoothL1(NDArray x, NDArray y, double beta, long divisor) {
        if (beta < MIN_BETA) {
            return Script.INSTANCE.call("l1", true, new NDList(x, y), divisor);
        }
        try (NDArray b = HostCopy.of(x.getManager(), new float[] {(float) beta}, new Shape(1))) {
            return Script.INSTANCE.call("smooth_l1", true, new NDList(x, y, b), divisor);
        }
    }
}
