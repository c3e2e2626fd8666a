package org.mvit4j.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detector;
import org.mvit4j.detect.ModelDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvit package}: a detector as a folder and zip that DJL and DJL Serving load. */
@Command(
        name = "package",
        description = {
            "Write a detector as a model directory: resolved configuration, safetensors weights, class names and "
                    + "serving.properties. Detector.open, DJL's Criteria and DJL Serving load it.",
            ""
        },
        footer = {
            "  mvit package -c mask_rcnn_mvitv2_t_3x -w model_final_1a1c30.pkl --out my-model --zip my-model.zip",
            "  mvit detect --model my-model street.jpg"
        })
final class PackageCommand extends MvitCommand {

    @Mixin
    final DetectorOptions detector = new DetectorOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to write; must not exist, or be empty.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path out;

    @Option(names = "--zip", paramLabel = "FILE", description = "Also write the folder as one zip, for DJL Serving.")
    @Nullable
    Path zip;

    @Option(
            names = "--threshold",
            defaultValue = "0.5",
            description = "Smallest score that served models return (default: ${DEFAULT-VALUE}).")
    double threshold = 0.5;

    @Override
    int run(Console console) throws Exception {
        DetectOptions options = new DetectOptions(threshold, Integer.MAX_VALUE, true);
        try (Detector open = detector.open(options)) {
            ModelDirectory directory = ModelDirectory.write(open, out, threshold);
            console.print(out.toString());
            if (zip != null) {
                directory.zip(zip);
                console.print(zip.toString());
            }
        }
        return ExitStatus.OK;
    }
}
