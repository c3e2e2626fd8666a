package org.mvit4j.maskrcnn.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.mvit4j.nn.TorchScript;

/** Losses summed over all elements, with gradients; results are scalars on the manager of the first argument. */
public final class Losses {
    /** Below this beta the smooth L1 loss is the plain one. */
    private static final double MIN_BETA = 1e-5;

    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(Losses.class, "loss.ts");
    }

    private Losses() {}

    /** Binary cross-entropy of {@code logits} against {@code targets} in [0, 1], same shapes. */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray targets) {
        return Script.INSTANCE.call("binary_cross_entropy", true, new NDList(logits, targets));
    }

    /** As above, each element times a weight of a shape that broadcasts. */
    public static NDArray binaryCrossEntropy(NDArray logits, NDArray targets, NDArray weights) {
        return Script.INSTANCE.call("weighted_binary_cross_entropy", true, new NDList(logits, targets, weights));
    }

    /** Cross-entropy of {@code logits} [n, k] against int64 class indices [n]. */
    public static NDArray crossEntropy(NDArray logits, NDArray classes) {
        return Script.INSTANCE.call("cross_entropy", true, new NDList(logits, classes));
    }

    /**
     * Smooth L1: {@code 0.5 d² / beta} where {@code d < beta}, else {@code d - 0.5 beta}; plain L1 for beta 0.
     *
     * @param beta where the parabola ends, in the unit of the differences
     */
    public static NDArray smoothL1(NDArray x, NDArray y, double beta) {
        if (beta < MIN_BETA) {
            return Script.INSTANCE.call("l1", true, new NDList(x, y));
        }
        try (NDArray b = x.getManager().create((float) beta)) {
            return Script.INSTANCE.call("smooth_l1", true, new NDList(x, y, b));
        }
    }
}
