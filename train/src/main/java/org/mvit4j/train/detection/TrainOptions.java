package org.mvit4j.train.detection;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.run.RunOptions;

/**
 * What a training run of a detector needs besides its configuration.
 *
 * @param data folder or annotation file to learn from, see {@link org.mvit4j.data.coco.CocoFolder}
 * @param run what a run of any model needs
 * @param weights classifier or detector checkpoint to start from, or null for random weights
 * @param resetPredictors whether the layers that depend on the classes start fresh
 * @param firstImages train on and evaluate the first so many training images alone; 0 for all and the validation split
 * @param repeatThreshold share of images below which a category's images are repeated, or null for uniform sampling
 */
public record TrainOptions(
        Path data,
        RunOptions run,
        @Nullable Path weights,
        boolean resetPredictors,
        int firstImages,
        @Nullable Double repeatThreshold) {

    /** All images, drawn uniformly, and random weights. */
    public static TrainOptions of(Path data, RunOptions run) {
        return new TrainOptions(data, run, null, false, 0, null);
    }

    /** The same from a checkpoint, or from random weights where that is null. */
    public TrainOptions withWeights(@Nullable Path value) {
        return new TrainOptions(data, run, value, resetPredictors, firstImages, repeatThreshold);
    }

    /** The same with fresh layers where they depend on the classes, or not. */
    public TrainOptions withResetPredictors(boolean value) {
        return new TrainOptions(data, run, weights, value, firstImages, repeatThreshold);
    }

    /** The same with the first so many training images alone. */
    public TrainOptions withFirstImages(int count) {
        return new TrainOptions(data, run, weights, resetPredictors, count, repeatThreshold);
    }

    /** The same with images of rare categories repeated, or not where that is null. */
    public TrainOptions withRepeatThreshold(@Nullable Double value) {
        return new TrainOptions(data, run, weights, resetPredictors, firstImages, value);
    }
}
