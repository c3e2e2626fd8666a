package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** How class scores become probabilities. */
public enum ClassProbability {
    /** One of K classes or background. */
    SOFTMAX,
    /** Each class on its own, as the LVIS models do. */
    SIGMOID;

    /** Maps scores [R, K + 1] to probabilities of the same shape, row by row on the host. */
    float[] toHost(NDArray scores) {
        try (NDArray probabilities = this == SOFTMAX ? scores.softmax(-1) : Activation.sigmoid(scores)) {
            return probabilities.toFloatArray();
        }
    }
}
