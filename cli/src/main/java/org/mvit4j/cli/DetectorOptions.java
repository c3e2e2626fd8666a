package org.mvit4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detector;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Mixin: which detector. */
final class DetectorOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "CONFIG",
            description = "Configuration: a name of mvit config list, or a YAML file.")
    @Nullable
    String config;

    @Option(
            names = {"-w", "--weights"},
            paramLabel = "FILE",
            description = "Checkpoint: detectron2 .pkl or .pth, or .safetensors.")
    @Nullable
    Path weights;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "Model directory, instead of --config and --weights.")
    @Nullable
    Path model;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Override a setting of the configuration, such as input.test.short_side=640; repeatable.")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--classes", paramLabel = "FILE", description = "Class names, one a line.")
    @Nullable
    Path classes;

    @Mixin
    final DeviceOption device = new DeviceOption();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    CommandSpec spec;

    Detector open(DetectOptions options) throws IOException {
        Detector.Builder builder = Detector.builder().optOptions(options);
        if (model != null) {
            if (config != null || weights != null || !overrides.isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--model goes without --config, --weights and --set; leave these out");
            }
            builder.setModelDirectory(model);
        } else if (config != null && weights != null) {
            if (!Files.isRegularFile(weights)) {
                throw new java.nio.file.NoSuchFileException(weights.toString());
            }
            builder.setConfig(DetectorConfig.load(config, overrides)).setWeights(weights);
        } else {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "which detector? name --config and --weights, or --model");
        }
        builder.optDevice(device.device());
        if (classes != null) {
            builder.optClassNames(Files.readAllLines(classes, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .toList());
        }
        return builder.build();
    }
}
