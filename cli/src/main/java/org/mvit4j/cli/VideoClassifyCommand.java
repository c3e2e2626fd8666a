package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.ContactSheet;
import org.mvit4j.video.VideoClassification;
import org.mvit4j.video.VideoClassifier;
import org.mvit4j.video.clip.FrameFolder;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.clip.VideoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit video classify}: what videos show, by the test protocol of the model's family. */
@Command(
        name = "classify",
        description = {
            "Classify videos with a checkpoint of MViT, ViViT or TimeSformer in any of their public formats. The file",
            "decides the network; --model chooses how frames are sampled, cropped and summed up."
        },
        footer = {
            "  mvit video classify clip.mp4 --weights mvit_v2_s.pth --classes kinetics400.txt",
            "  mvit video classify clip.mp4 --weights k400.pyth --sheet seen/ --rollout seen/",
            "  mvit video classify clips/ --weights k400.pyth --model mvitv2_s_16x4 --views 5x3 --json"
        })
final class VideoClassifyCommand extends MvitCommand {

    private static final List<String> SUFFIXES =
            List.of(".mp4", ".mkv", ".webm", ".avi", ".mov", ".m4v", ".mpg", ".mpeg", ".ts", ".flv", ".ogv", ".gif");

    @Parameters(arity = "1..*", paramLabel = "CLIP|DIR", description = "Videos, folders of frames, or folders of such.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    List<Path> inputs;

    @Option(names = "--weights", required = true, paramLabel = "FILE", description = "The checkpoint.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path weights;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A published model, see mvit video models; by default its architecture's usual protocol.")
    @Nullable
    String model;

    @Option(names = "--classes", paramLabel = "FILE", description = "Names of the classes, one per line.")
    @Nullable
    Path classes;

    @Mixin
    final ViewsOption viewsOption = new ViewsOption();

    @Option(names = "--top", paramLabel = "K", defaultValue = "5", description = "Classes to list (${DEFAULT-VALUE}).")
    int top;

    @Option(
            names = "--sheet",
            paramLabel = "DIR",
            description = "Draw a contact sheet of each video, frames and classes, into this folder.")
    @Nullable
    Path sheets;

    @Option(
            names = "--rollout",
            paramLabel = "DIR",
            description = "Draw what the model attended to (attention rollout of the middle clip and crop), heat over"
                    + " its frames, into this folder.")
    @Nullable
    Path rollouts;

    @Option(names = "--strict", description = "Stop at the first video that cannot be read.")
    boolean strict;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    private record Entry(
            String video,
            @Nullable String error,
            @Nullable List<VideoClassification.Score> top,
            @Nullable Integer frameCount,
            @Nullable Double frameRate,
            @Nullable String protocol,
            @Nullable List<String> notes) {}

    @Override
    int run(Console console) throws IOException {
        VideoClassifier.Builder builder = VideoClassifier.builder(weights).optTopK(top);
        if (model != null) {
            builder.optModel(VideoModelsCommand.entry(model, this).name());
        }
        if (classes != null) {
            builder.optClassNames(classes);
        }
        ViewsOption.Views views = viewsOption.views();
        if (views != null) {
            builder.optViews(views.clips(), views.crops());
        }
        List<Path> videos = videos();
        for (Path folder : new @Nullable Path[] {sheets, rollouts}) {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        }
        List<Entry> entries = new ArrayList<>();
        int failures = 0;
        try (VideoClassifier classifier = builder.build();
                Progress progress = console.progress("classifying", videos.size())) {
            for (Path video : videos) {
                Entry entry = classify(classifier, video, console);
                if (entry.error != null) {
                    failures++;
                }
                entries.add(entry);
                progress.step(1);
            }
        }
        if (jsonOption.json) {
            console.json(entries);
        } else {
            entries.stream().filter(entry -> entry.top != null).forEach(entry -> print(console, entry));
        }
        return failures == 0 ? ExitStatus.OK : ExitStatus.FAILURES;
    }

    private Entry classify(VideoClassifier classifier, Path video, Console console) throws IOException {
        try (FrameSource source = FrameSource.open(video)) {
            VideoClassification result = classifier.classify(source);
            if (sheets != null) {
                ContactSheet.write(ContactSheet.draw(source, result), sheets.resolve(video.getFileName() + ".png"));
            }
            if (rollouts != null) {
                ContactSheet.write(
                        classifier.explain(source, result), rollouts.resolve(video.getFileName() + ".rollout.png"));
            }
            result.notes().forEach(note -> console.note(video + ": " + note));
            return new Entry(
                    video.toString(),
                    null,
                    result.top(),
                    result.frameCount(),
                    result.frameRate(),
                    result.protocol(),
                    result.notes());
        } catch (IOException e) {
            if (strict) {
                throw e;
            }
            console.warn(Failure.of(e).line());
            return new Entry(video.toString(), Failure.of(e).line(), null, null, null, null, null);
        }
    }

    private static void print(Console console, Entry entry) {
        console.print(entry.video + "  (" + entry.protocol + ")");
        Table table = new Table("class", "probability", "");
        for (VideoClassification.Score score : java.util.Objects.requireNonNull(entry.top)) {
            table.row(score.name(), String.format(Locale.ROOT, "%.2f%%", 100 * score.probability()), "#".repeat((int)
                            Math.round(40 * score.probability())));
        }
        console.printRaw(table.toString());
    }

    /** Files as they are; a folder of pictures is one video, any other folder is what is in it. */
    private List<Path> videos() throws IOException {
        List<Path> videos = new ArrayList<>();
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                throw new NoSuchFileException(input.toString());
            }
            if (!Files.isDirectory(input) || holdsFrames(input)) {
                videos.add(input);
                continue;
            }
            int before = videos.size();
            try (Stream<Path> files = Files.list(input)) {
                for (Path file : files.sorted().toList()) {
                    if (Files.isDirectory(file) ? holdsFrames(file) : isVideo(file)) {
                        videos.add(file);
                    }
                }
            }
            if (videos.size() == before) {
                throw new VideoException(
                        input.toString(), "holds neither videos nor frames", "name a video or a folder of them");
            }
        }
        return videos;
    }

    private static boolean holdsFrames(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(FrameFolder::isPicture);
        }
    }

    private static boolean isVideo(Path file) {
        String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(lower::endsWith);
    }
}
