package org.mvit4j.train.classification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.config.ConfigYaml;
import org.mvit4j.video.augment.ClipAugmentation;
import org.mvit4j.video.augment.Mixing;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.config.NetworkConfig;
import org.mvit4j.video.config.VideoConfig;

/**
 * A classifier of videos or pictures and how it is trained.
 *
 * @param model the network; the data set decides the number of classes
 * @param test how videos are seen in evaluation
 * @param train how videos are cut and changed in training
 * @param mixing of the clips of a batch, and the targets
 * @param solver optimizer, schedule and periods
 * @param randomStart how weights are drawn that no checkpoint gives, or null for the papers' way
 */
public record ClassificationConfig(
        NetworkConfig model,
        ClipProtocol test,
        ClipAugmentation train,
        Mixing mixing,
        SolverConfig solver,
        @Nullable RandomStart randomStart) {

    public ClassificationConfig {
        VideoConfig fits = new VideoConfig(model, test, null);
        FrameSampler sampler = train.sampler();
        if (sampler.frames() != fits.test().sampler().frames()) {
            throw new IllegalArgumentException("train.sampler.frames is " + sampler.frames()
                    + ", the model takes clips of " + fits.test().sampler().frames() + "; make them equal");
        }
        if (train.window().crop() != test.cropSize()) {
            throw new IllegalArgumentException("train.window.crop is "
                    + train.window().crop() + ", the model takes crops of " + test.cropSize() + "; make them equal");
        }
        if (!train.normalization().equals(test.normalization())) {
            throw new IllegalArgumentException(
                    "train.normalization and test.normalization differ; a model sees the same pixels in both");
        }
    }

    /** The same for another number of classes. */
    public ClassificationConfig withClasses(int classes) {
        return new ClassificationConfig(model.withClasses(classes), test, train, mixing, solver, randomStart);
    }

    /** What inference needs, for the classes of a data set. */
    public VideoConfig video(List<String> classNames) {
        return new VideoConfig(model.withClasses(classNames.size()), test, classNames);
    }

    /** The whole configuration as YAML. */
    public String toYaml() {
        return ConfigYaml.write(this);
    }
}
