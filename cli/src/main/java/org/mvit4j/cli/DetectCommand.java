package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.ImageFiles;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detection;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.DetectionsJson;
import org.mvit4j.detect.Detector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit detect}: objects in pictures, with boxes, classes, scores and masks. */
@Command(
        name = "detect",
        description = {
            "Detect objects in pictures. With --out, writes each picture with its objects drawn in, COCO results "
                    + "(detections.json) and what ids they use (images.json).",
            ""
        },
        footer = {
            "  mvit detect -c mask_rcnn_mvitv2_t_3x -w model_final_1a1c30.pkl street.jpg --out found",
            "  mvit detect -m my-model --threshold 0.05 --json 'photos/*.jpg'"
        })
final class DetectCommand extends MvitCommand {

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Pictures, folders or glob patterns.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    List<String> images;

    @Mixin
    final DetectorOptions detector = new DetectorOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder for pictures and results; made when it does not exist.")
    @Nullable
    Path out;

    @Option(
            names = {"-t", "--threshold"},
            defaultValue = "0.5",
            description =
                    "Smallest score shown and written; 0.05 and below for evaluation " + "(default: ${DEFAULT-VALUE}).")
    double threshold = 0.5;

    @Option(
            names = {"-k", "--top"},
            defaultValue = "100",
            description = "Most objects per picture (default: ${DEFAULT-VALUE}).")
    int top = 100;

    @Option(names = "--no-pictures", description = "With --out, write results only.")
    boolean noPictures;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        DetectOptions options = new DetectOptions(threshold, top, true);
        List<Path> files = ImageFiles.expand(FileSystems.getDefault(), images);
        DetectionFolder folder = out == null ? null : DetectionFolder.create(out, files, !noPictures);
        List<Map<String, Object>> results = new ArrayList<>();
        Summary summary = new Summary();
        try (Detector open = detector.open(options);
                Progress progress = console.progress("detecting", files.size())) {
            for (Path file : files) {
                progress.message(String.valueOf(file.getFileName()));
                Detections found = detect(console, open, file, folder, files.size() == 1, summary);
                if (found != null) {
                    if (jsonOption.json) {
                        Map<String, Object> result = new LinkedHashMap<>();
                        result.put("file", file.toString());
                        result.putAll(DetectionsJson.tree(found));
                        results.add(result);
                    } else {
                        print(console, file, found);
                    }
                }
                progress.step(1);
            }
            if (folder != null) {
                folder.finish(open.classNames());
            }
        }
        if (jsonOption.json) {
            console.json(results);
        } else {
            console.print(summary.line());
            if (folder != null) {
                console.print("written to " + out);
            }
        }
        return summary.skipped == 0 ? ExitStatus.OK : ExitStatus.FAILURES;
    }

    /** The objects of one file, or null when it could not be read and others go on. */
    private static @Nullable Detections detect(
            Console console,
            Detector detector,
            Path file,
            @Nullable DetectionFolder folder,
            boolean only,
            Summary summary)
            throws IOException {
        RgbImage picture;
        try {
            picture = ImageReader.standard().read(file);
        } catch (IOException e) {
            if (only) {
                throw e;
            }
            console.warn(Failure.of(e).line() + "; skipped");
            summary.skipped++;
            return null;
        }
        long start = System.nanoTime();
        Detections found = detector.detect(picture);
        summary.add(found, System.nanoTime() - start);
        if (folder != null) {
            folder.add(file, picture, found, detector.classNames());
        }
        return found;
    }

    private static void print(Console console, Path file, Detections found) {
        console.print(String.format(
                Locale.ROOT, "%s (%d x %d): %d objects", file, found.width(), found.height(), found.count()));
        for (Detection d : found) {
            console.print(String.format(
                    Locale.ROOT,
                    "  %5.1f %%  %-16s  x %7.1f  y %7.1f  width %7.1f  height %7.1f",
                    100 * d.score(),
                    d.className(),
                    d.x(),
                    d.y(),
                    d.width(),
                    d.height()));
        }
    }

    /** What happened over all pictures. */
    private static final class Summary {
        private final Map<String, Integer> classes = new TreeMap<>();
        private int pictures;
        private int skipped;
        private int objects;
        private long nanos;

        void add(Detections found, long time) {
            pictures++;
            nanos += time;
            objects += found.count();
            found.forEach(d -> classes.merge(d.className(), 1, Integer::sum));
        }

        String line() {
            String most = classes.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(8)
                    .map(e -> e.getValue() + " " + e.getKey())
                    .collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "%d pictures, %d objects%s, %.2f s per picture%s",
                    pictures,
                    objects,
                    most.isEmpty() ? "" : " (" + most + (classes.size() > 8 ? ", …" : "") + ")",
                    pictures == 0 ? 0 : nanos / 1e9 / pictures,
                    skipped == 0 ? "" : ", " + skipped + " files skipped");
        }
    }
}
