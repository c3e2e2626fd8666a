package org.mvit4j.train.classification;

import org.mvit4j.data.batch.Normalization;
import org.mvit4j.video.augment.ClipAugmentation;
import org.mvit4j.video.augment.RandomWindow;
import org.mvit4j.video.clip.FrameSampler;

/** Configurations brought to clips of another length and crop. */
final class ClipSize {

    private ClipSize() {}

    /** Network, test and training at another size; short sides grow with the crop. */
    static ClassificationConfig resize(ClassificationConfig config, int frames, int crop) {
        return new ClassificationConfig(
                config.model().withClip(frames, crop),
                config.test().withClip(frames, crop),
                resize(config.train(), frames, crop),
                config.mixing(),
                config.solver());
    }

    static ClipAugmentation resize(ClipAugmentation train, int frames, int crop) {
        FrameSampler sampler = new FrameSampler(
                train.sampler().family(), frames, train.sampler().stride());
        return train.with(sampler, window(train.window(), crop), train.normalization());
    }

    static ClipAugmentation see(ClipAugmentation train, int stride, Normalization normalization) {
        FrameSampler sampler =
                new FrameSampler(train.sampler().family(), train.sampler().frames(), stride);
        return train.with(sampler, train.window(), normalization);
    }

    private static RandomWindow window(RandomWindow window, int crop) {
        if (window instanceof RandomWindow.ShortSideJitter jitter) {
            double factor = (double) crop / jitter.crop();
            return new RandomWindow.ShortSideJitter(
                    crop,
                    (int) Math.round(jitter.minSide() * factor),
                    (int) Math.round(jitter.maxSide() * factor),
                    jitter.inverse());
        }
        RandomWindow.InceptionCrop inception = (RandomWindow.InceptionCrop) window;
        return new RandomWindow.InceptionCrop(
                crop, inception.minArea(), inception.maxArea(), inception.minAspect(), inception.maxAspect());
    }
}
