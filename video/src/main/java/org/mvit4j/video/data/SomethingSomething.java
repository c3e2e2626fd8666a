package org.mvit4j.video.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mvit4j.video.clip.FrameFolder;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.clip.VideoException;

/**
 * Something-Something v2 as SlowFast and TimeSformer read it: a JSON object of templates to class numbers, a JSON array of
 * videos with their templates per split, and, for extracted frames, a table of all frames per split.
 */
public final class SomethingSomething implements ClipDataset {

    private static final String LABELS = "something-something-v2-labels.json";
    private static final String HEADER = "original_vido_id";
    private static final int COLUMNS = 5;

    /** The two splits that have labels; the published tests use the second. */
    public enum Split {
        TRAIN("something-something-v2-train.json", "train.csv"),
        VALIDATION("something-something-v2-validation.json", "val.csv");

        private final String videos;
        private final String frames;

        Split(String videos, String frames) {
            this.videos = videos;
            this.frames = frames;
        }

        boolean hasFrames(Path folder) {
            return Files.isRegularFile(folder.resolve(frames));
        }
    }

    /** Opens a video by its number. */
    @FunctionalInterface
    private interface Opener {
        FrameSource open(int index) throws IOException;
    }

    private final List<String> names;
    private final int[] labels;
    private final List<String> classNames;
    private final List<Optional<Path>> paths;
    private final Opener opener;

    private SomethingSomething(List<Video> videos, List<String> classNames, List<Optional<Path>> paths, Opener opener) {
        names = videos.stream().map(Video::id).toList();
        labels = videos.stream().mapToInt(Video::label).toArray();
        this.classNames = classNames;
        this.paths = paths;
        this.opener = opener;
    }

    private record Video(String id, int label) {}

    /** Whether a folder holds the data set's lists. */
    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(LABELS));
    }

    /**
     * Videos as extracted frames.
     *
     * @param folder with {@code something-something-v2-labels.json}, {@code -train.json}, {@code -validation.json},
     *     {@code train.csv} and {@code val.csv}
     * @param prefix folder that frame paths are relative to
     * @throws VideoException if a file cannot be understood, or videos and frames do not agree
     */
    public static SomethingSomething ofFrames(Path folder, Split split, Path prefix) throws IOException {
        List<String> classNames = ClassNames.read(folder.resolve(LABELS));
        List<Video> listed = videos(folder.resolve(split.videos), classNames);
        Path table = folder.resolve(split.frames);
        Map<String, FrontCodedPaths> frames = frames(table);
        if (frames.size() != listed.size()) {
            throw new VideoException(
                    table.toString(),
                    "has frames of " + frames.size() + " videos, " + split.videos + " names " + listed.size(),
                    "fetch the lists of one release");
        }
        List<Video> videos =
                listed.stream().filter(video -> frames.containsKey(video.id)).toList();
        if (videos.isEmpty()) {
            throw new VideoException(
                    table.toString(), "has no frames of the videos of " + split.videos, "fetch the lists again");
        }
        List<byte[]> codes = new ArrayList<>();
        for (Video video : videos) {
            codes.add(java.util.Objects.requireNonNull(frames.get(video.id)).code());
        }
        return new SomethingSomething(
                videos,
                classNames,
                videos.stream().map(video -> Optional.<Path>empty()).toList(),
                index -> FrameFolder.of(
                        "video " + videos.get(index).id,
                        FrontCodedPaths.decode(codes.get(index)).stream()
                                .map(prefix::resolve)
                                .toList(),
                        FrameFolder.FRAME_RATE));
    }

    /**
     * Videos as they are distributed.
     *
     * @param folder with the JSON files of {@link #ofFrames}
     * @param videoFolder with a video per id
     * @param extension of the videos, usually webm
     */
    public static SomethingSomething ofVideos(Path folder, Split split, Path videoFolder, String extension)
            throws IOException {
        List<String> classNames = ClassNames.read(folder.resolve(LABELS));
        List<Video> videos = videos(folder.resolve(split.videos), classNames);
        List<Path> files = videos.stream()
                .map(video -> videoFolder.resolve(video.id + "." + extension))
                .toList();
        return new SomethingSomething(
                videos,
                classNames,
                files.stream().map(Optional::of).toList(),
                index -> FrameSource.open(files.get(index)));
    }

    private static List<Video> videos(Path file, List<String> classNames) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < classNames.size(); i++) {
            numbers.put(classNames.get(i), i);
        }
        JsonNode tree = ClassNames.json(file);
        if (!tree.isArray() || tree.isEmpty()) {
            throw new VideoException(file.toString(), "is no list of videos", "fetch it again");
        }
        List<Video> videos = new ArrayList<>();
        for (JsonNode entry : tree) {
            JsonNode id = entry.path("id");
            JsonNode template = entry.path("template");
            if (!id.isValueNode() || id.asText().isEmpty() || id.asText().matches(".*[/\\\\\\p{Cntrl}].*")) {
                throw new VideoException(
                        file.toString(), "entry " + videos.size() + " has no id of a video", "fetch it again");
            }
            Integer label = numbers.get(template.asText().replace("[", "").replace("]", ""));
            if (!template.isTextual() || label == null) {
                throw new VideoException(
                        file.toString(),
                        "the template of video " + ListFile.shown(id.asText()) + ", "
                                + ListFile.shown(template.asText()) + ", is none of the " + classNames.size()
                                + " classes",
                        "check " + LABELS);
            }
            videos.add(new Video(id.asText(), label));
        }
        return videos;
    }

    private static Map<String, FrontCodedPaths> frames(Path table) throws IOException {
        Map<String, FrontCodedPaths> frames = new HashMap<>();
        ListFile file = new ListFile(table);
        boolean[] begun = {false};
        file.forEach((line, number) -> {
            if (!begun[0]) {
                begun[0] = true;
                if (!line.startsWith(HEADER)) {
                    throw file.wrong(
                            number,
                            ListFile.shown(line) + " is no header",
                            "begin with: original_vido_id video_id frame_id path labels");
                }
                return;
            }
            String[] row = line.split("\\s+", -1);
            if (row.length != COLUMNS) {
                throw file.wrong(
                        number,
                        row.length + " columns, where " + COLUMNS + " are expected",
                        "write: original_vido_id video_id frame_id path labels");
            }
            file.path(Path.of(""), row[3], number);
            if (!frames.computeIfAbsent(row[0], id -> new FrontCodedPaths()).add(row[3])) {
                throw file.wrong(number, "the path has " + row[3].length() + " characters", "check the list");
            }
        });
        return frames;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String name(int index) {
        return paths.get(index).map(Path::toString).orElse("video " + names.get(index));
    }

    @Override
    public Optional<Path> path(int index) {
        return paths.get(index);
    }

    @Override
    public FrameSource open(int index) throws IOException {
        return opener.open(index);
    }
}
