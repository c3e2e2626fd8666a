package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import org.mvit4j.backbone.Relevance;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/** A network that maps clips to class logits. */
public interface VideoModel {

    /** The block that holds the parameters under their reference names. */
    NamedBlock block();

    /**
     * Computes logits.
     *
     * @param clips [B, 3, T, H, W], float32, normalised
     * @return [B, classes], owned by the manager of {@code clips}
     */
    NDArray logits(Pass pass, NDArray clips);

    /**
     * Explains what one clip was classified by, without the sizes of the values: attention rollout.
     *
     * @param pass inference
     * @param clip [1, 3, T, H, W], as {@link #logits} takes it
     * @throws IllegalArgumentException if it is more than one clip
     */
    Relevance rollout(Pass pass, NDArray clip);

    /**
     * The frame of a clip at which each frame of tokens lies.
     *
     * @param frames length of the clip
     */
    int[] tokenFrames(int frames);

    /** Frames of the clip the model was made for. */
    int frames();

    /** Side of the crop the model was made for. */
    int cropSize();

    /** Number of classes. */
    int classes();

    /** Seeds the drop path of the following training passes. */
    void seedDropPath(long seed);

    /** Checks that a clip to be explained is one. */
    static void requireOne(NDArray clip) {
        if (clip.getShape().get(0) != 1) {
            throw new IllegalArgumentException("rollout explains one clip at a time, not "
                    + clip.getShape().get(0));
        }
    }
}
