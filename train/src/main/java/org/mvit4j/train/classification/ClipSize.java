package org.mvit4j.train.classification;

import org.mvit4j.video.augment.ClipAugmentation;
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
                config.solver(),
                config.randomStart());
    }

    private static ClipAugmentation resize(ClipAugmentation train, int frames, int crop) {
        FrameSampler sampler = new FrameSampler(
                train.sampler().family(), frames, train.sampler().stride());
        return train.with(sampler, train.window().withCrop(crop), train.normalization());
    }
}
