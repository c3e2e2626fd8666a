package org.mvit4j.maskrcnn.config;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.config.ConfigCatalog;
import org.mvit4j.nn.config.ConfigLoader;
import org.mvit4j.nn.config.ConfigSource;

/**
 * A detector: its model, the pixels it is given, how it is trained, and what was published about it.
 *
 * @param model architecture and thresholds; all that inference needs besides {@code input.test}
 * @param input how images become network input, in training and at test time
 * @param solver optimizer, schedule and periods of training
 * @param published the authors' figures and the file they released, if this is one of their models
 */
public record DetectorConfig(
        ModelConfig model,
        InputConfig input,
        SolverConfig solver,
        @Nullable PublishedConfig published) {

    /** The published detectors: the folders {@code mvitv2} and {@code vitdet} of {@code configs/}. */
    public static final ConfigCatalog CATALOG =
            new ConfigCatalog(DetectorConfig.class.getClassLoader(), "detection.index");

    /**
     * Loads a configuration by path or by the name of one that comes with the library.
     *
     * @param nameOrPath {@code mask_rcnn_mvitv2_t_3x} or {@code my/detector.yaml}
     * @param overrides assignments {@code key.path=value}, applied in order
     * @throws org.mvit4j.nn.config.ConfigException if the name is unknown or a setting is wrong
     * @throws IOException if a file cannot be read
     */
    public static DetectorConfig load(String nameOrPath, List<String> overrides) throws IOException {
        return load(CATALOG.find(nameOrPath), overrides);
    }

    /** Loads a configuration from a file or resource. */
    public static DetectorConfig load(ConfigSource source, List<String> overrides) throws IOException {
        return ConfigLoader.load(source, overrides, DetectorConfig.class);
    }
}
