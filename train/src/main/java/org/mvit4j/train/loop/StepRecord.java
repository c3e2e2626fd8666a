package org.mvit4j.train.loop;

import java.util.Map;

/**
 * What one step did.
 *
 * @param step number of the step, from 0
 * @param total sum of the losses
 * @param losses by name
 * @param scalars figures of the model
 * @param learningRate that was used
 * @param gradientNorm before clipping; NaN when it was not needed
 * @param skipped whether float16 gradients overflowed, so that nothing was updated
 * @param seconds wall time, waiting for data included
 * @param dataSeconds waiting for data
 */
public record StepRecord(
        long step,
        double total,
        Map<String, Double> losses,
        Map<String, Double> scalars,
        double learningRate,
        double gradientNorm,
        boolean skipped,
        double seconds,
        double dataSeconds) {}
