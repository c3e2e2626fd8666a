package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * The MViT classifiers among the video models. An image classifier takes clips of one frame.
 *
 * @param classifier the network
 */
public record MViTVideoModel(MViTClassifier classifier) implements VideoModel {

    @Override
    public NamedBlock block() {
        return classifier;
    }

    @Override
    public NDArray logits(Pass pass, NDArray clips) {
        if (classifier.settings().rank() == 3) {
            return classifier.logits(pass, clips);
        }
        if (clips.getShape().get(2) != 1) {
            throw new IllegalArgumentException(
                    "an image classifier takes clips of one frame and was given " + clips.getShape());
        }
        try (NDArray images = clips.squeeze(2)) {
            return classifier.logits(pass, images);
        }
    }

    @Override
    public int frames() {
        return classifier.settings().frames();
    }

    @Override
    public int cropSize() {
        return classifier.settings().cropSize();
    }

    @Override
    public int classes() {
        return classifier.settings().numClasses();
    }

    @Override
    public void seedDropPath(long seed) {
        classifier.trunk().seedDropPath(seed);
    }
}
