package org.mvit4j.video.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.config.ConfigLoader;
import org.mvit4j.nn.config.ConfigSource;
import org.mvit4j.nn.config.ConfigYaml;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.model.VideoModel;

/**
 * A video classifier but for its weights.
 *
 * @param model the network
 * @param test how it sees videos in its test
 * @param classNames names of the classes in order, if they are known
 */
public record VideoConfig(
        NetworkConfig model, ClipProtocol test, @Nullable List<String> classNames) {

    /** The key in the header of weight files. */
    public static final String METADATA = "video_config";

    public VideoConfig {
        VideoModel network = model.build();
        if (test.sampler().frames() != network.frames()) {
            throw new IllegalArgumentException("test.sampler.frames is "
                    + test.sampler().frames() + ", the model takes clips of " + network.frames() + "; make them equal");
        }
        if (test.cropSize() != network.cropSize()) {
            throw new IllegalArgumentException("test.crop_size is " + test.cropSize() + ", the model takes crops of "
                    + network.cropSize() + "; make them equal");
        }
        if (classNames != null) {
            classNames = List.copyOf(classNames);
            if (classNames.size() != network.classes()) {
                throw new IllegalArgumentException("class_names has " + classNames.size() + " names, the model "
                        + network.classes() + " classes; give one per class");
            }
            if (new HashSet<>(classNames).size() != classNames.size()) {
                throw new IllegalArgumentException("class_names has a name twice; names must differ");
            }
        }
    }

    /** The configuration that travels with a file of weights, or null if there is none. */
    public static @Nullable VideoConfig of(Checkpoint checkpoint) {
        String text = checkpoint.metadata().get(METADATA);
        return text == null ? null : parse(checkpoint.file() + " (" + METADATA + ")", text);
    }

    /**
     * Reads what {@link #toYaml} wrote.
     *
     * @param name how messages name the source
     * @throws org.mvit4j.nn.config.ConfigException if it is no such configuration
     */
    public static VideoConfig parse(String name, String yaml) {
        try {
            ConfigSource nowhere = ConfigSource.resource(VideoConfig.class.getClassLoader(), "none");
            return ConfigLoader.load(ConfigSource.text(name, yaml, nowhere), List.of(), VideoConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole configuration as YAML. */
    public String toYaml() {
        return ConfigYaml.write(this);
    }
}
