package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
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

    /** Frames of the clip the model was made for. */
    int frames();

    /** Side of the crop the model was made for. */
    int cropSize();

    /** Number of classes. */
    int classes();

    /** Seeds the drop path of the following training passes. */
    void seedDropPath(long seed);
}
