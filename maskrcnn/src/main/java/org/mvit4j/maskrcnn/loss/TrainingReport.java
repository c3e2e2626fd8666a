package org.mvit4j.maskrcnn.loss;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one training step of a part says.
 *
 * @param losses scalars with gradients by the reference's names, in its order; their sum is minimised
 * @param scalars figures for the log
 */
public record TrainingReport(Map<String, NDArray> losses, Map<String, Double> scalars) {
    /** Nothing. */
    public static final TrainingReport EMPTY = new TrainingReport(Map.of(), Map.of());

    /** The loss of this name. */
    public NDArray loss(String name) {
        NDArray loss = losses.get(name);
        if (loss == null) {
            throw new IllegalArgumentException("there is no loss " + name + " among " + losses.keySet());
        }
        return loss;
    }

    /** The sum of all losses, which training minimises. */
    public NDArray total() {
        return losses.values().stream().reduce(NDArray::add).orElseThrow();
    }

    /** This report and then the other. */
    public TrainingReport and(TrainingReport other) {
        Map<String, NDArray> allLosses = new LinkedHashMap<>(losses);
        allLosses.putAll(other.losses);
        Map<String, Double> allScalars = new LinkedHashMap<>(scalars);
        allScalars.putAll(other.scalars);
        return new TrainingReport(allLosses, allScalars);
    }
}
