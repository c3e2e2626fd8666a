package org.mvit4j.train.classification;

import org.jspecify.annotations.Nullable;
import org.mvit4j.train.run.RunOptions;
import org.mvit4j.video.data.ClipDataset;

/**
 * What a training run of a classifier needs besides its configuration.
 *
 * @param train videos to learn from
 * @param validation videos to evaluate on, of the same classes; null for no evaluation
 * @param run what a run of any model needs
 * @param start where the weights come from
 * @param recompute whether MViT's activations are recomputed and not kept
 */
public record ClassificationOptions(
        ClipDataset train, @Nullable ClipDataset validation, RunOptions run, StartWeights start, boolean recompute) {

    /** Random weights and activations that are kept. */
    public static ClassificationOptions of(ClipDataset train, @Nullable ClipDataset validation, RunOptions run) {
        return new ClassificationOptions(train, validation, run, StartWeights.random(), false);
    }

    /** The same from other weights. */
    public ClassificationOptions withStart(StartWeights value) {
        return new ClassificationOptions(train, validation, run, value, recompute);
    }

    /** The same with MViT's activations recomputed, or not. */
    public ClassificationOptions withRecompute(boolean value) {
        return new ClassificationOptions(train, validation, run, start, value);
    }
}
