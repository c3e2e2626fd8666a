package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.Relevance;
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
        try (NDArray images = images(clips)) {
            return classifier.logits(pass, images);
        }
    }

    @Override
    public Relevance rollout(Pass pass, NDArray clip) {
        if (classifier.settings().rank() == 3) {
            return classifier.rollout(pass, clip);
        }
        try (NDArray images = images(clip)) {
            return classifier.rollout(pass, images);
        }
    }

    private static NDArray images(NDArray clips) {
        if (clips.getShape().get(2) != 1) {
            throw new IllegalArgumentException(
                    "an image classifier takes clips of one frame and was given " + clips.getShape());
        }
        return clips.squeeze(2);
    }

    /** The centre of the stem's filter, which is centred on a multiple of its stride. */
    @Override
    public int[] tokenFrames(int frames) {
        int stride = classifier.settings().patchStride().t();
        return IntStream.range(0, -Math.floorDiv(-frames, stride))
                .map(i -> i * stride)
                .toArray();
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
