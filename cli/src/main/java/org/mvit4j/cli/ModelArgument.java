package org.mvit4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mvit4j.backbone.config.ClassifierConfig;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.config.ConfigException;
import picocli.CommandLine.Parameters;

/** Mixin: the configuration of a detector or a classifier, and overrides. */
final class ModelArgument {

    @Parameters(
            index = "0",
            paramLabel = "NAME|FILE",
            description = "A name that 'mvit config list' prints, or a YAML file.",
            completionCandidates = Names.class)
    String config = "";

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Overrides, such as model.num_classes=3; the value is YAML.")
    List<String> overrides = new ArrayList<>();

    /** All known names, for completion. */
    static final class Names implements Iterable<String> {

        @Override
        public java.util.Iterator<String> iterator() {
            return Stream.concat(DetectorConfig.CATALOG.names().stream(), ClassifierConfig.CATALOG.names().stream())
                    .iterator();
        }
    }

    /** Loads a {@link DetectorConfig} or a {@link ClassifierConfig}. */
    Record load() throws IOException {
        if (ClassifierConfig.CATALOG.names().contains(config)) {
            return ClassifierConfig.load(config, overrides);
        }
        if (DetectorConfig.CATALOG.names().contains(config)
                || config.endsWith(".yaml")
                || config.endsWith(".yml")
                || config.contains("/")) {
            return DetectorConfig.load(config, overrides);
        }
        throw new ConfigException(config + ": no configuration has this name; 'mvit config list' prints all of them");
    }
}
