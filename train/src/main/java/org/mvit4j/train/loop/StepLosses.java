package org.mvit4j.train.loop;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What a forward pass in training yields.
 *
 * @param losses scalars with gradients; their sum is minimised
 * @param scalars figures for the log
 * @param counts what a loss is the mean over, by the loss's name: the number of its terms. Replicas are weighted by it,
 *     so that together they equal one batch; a loss that is missing here is weighted by samples
 */
public record StepLosses(Map<String, NDArray> losses, Map<String, Double> scalars, Map<String, Double> counts) {

    /** Losses that are means over samples. */
    public StepLosses(Map<String, NDArray> losses, Map<String, Double> scalars) {
        this(losses, scalars, Map.of());
    }
}
