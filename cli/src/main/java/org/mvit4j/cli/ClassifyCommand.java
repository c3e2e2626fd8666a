package org.mvit4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.ImageFiles;
import org.mvit4j.detect.classify.ImageClassifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit classify}: what is in the picture, by an ImageNet classifier. */
@Command(
        name = "classify",
        description = {
            "Classify pictures with an MViTv2 checkpoint of mvit or timm. The model and its preprocessing are read off "
                    + "the file.",
            ""
        },
        footer = {
            "  mvit classify -w MViTv2_T_in1k.pyth cat.jpg",
            "  mvit classify -w mvitv2_small.safetensors --labels imagenet.txt --top 3 --json photos/"
        })
final class ClassifyCommand extends MvitCommand {

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Pictures, folders or glob patterns.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    List<String> images;

    @Option(
            names = {"-w", "--weights"},
            paramLabel = "FILE",
            required = true,
            description = "Checkpoint: mvit .pyth, timm or converted .safetensors.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path weights;

    @Option(names = "--labels", paramLabel = "FILE", description = "Class names, one a line.")
    @Nullable
    Path labels;

    @Option(
            names = {"-k", "--top"},
            defaultValue = "5",
            description = "Classes to show (default: ${DEFAULT-VALUE}).")
    int top = 5;

    @Option(
            names = "--preprocessing",
            defaultValue = "auto",
            description = "Crop rule: ${COMPLETION-CANDIDATES} (default: by the checkpoint's family).")
    ImageClassifier.Preprocessing preprocessing = ImageClassifier.Preprocessing.AUTO;

    @Mixin
    final DeviceOption device = new DeviceOption();

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        List<Path> files = ImageFiles.expand(FileSystems.getDefault(), images);
        List<String> names = labels == null
                ? null
                : Files.readAllLines(labels, StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
        List<Map<String, Object>> results = new ArrayList<>();
        int failures = 0;
        try (ImageClassifier classifier = ImageClassifier.open(weights, names, preprocessing, device.device())) {
            for (Path file : files) {
                try {
                    List<ImageClassifier.ClassScore> scores = classifier.classify(file, top);
                    if (jsonOption.json) {
                        Map<String, Object> result = new LinkedHashMap<>();
                        result.put("file", file.toString());
                        result.put("classes", scores);
                        results.add(result);
                    } else {
                        print(console, file, scores);
                    }
                } catch (IOException e) {
                    if (files.size() == 1) {
                        throw e;
                    }
                    failures++;
                    console.warn(Failure.of(e).line() + "; skipped");
                }
            }
        }
        if (jsonOption.json) {
            console.json(results);
        }
        return failures == 0 ? ExitStatus.OK : ExitStatus.FAILURES;
    }

    private static void print(Console console, Path file, List<ImageClassifier.ClassScore> scores) {
        console.print(file + ":");
        for (ImageClassifier.ClassScore score : scores) {
            console.print(String.format(
                    Locale.ROOT, "  %6.2f %%  %5d  %s", 100 * score.probability(), score.index(), score.name()));
        }
    }
}
