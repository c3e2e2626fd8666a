package org.mvit4j.video.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.clip.VideoException;

/**
 * A part of a data set, found in its folder whichever way that is laid out:
 *
 * <ul>
 *   <li>the files of Something-Something v2, with frames or videos in {@code frames/} or {@code videos/}, or beside the
 *       lists; every part but {@code train} is its validation part;
 *   <li>a folder such as {@code train/} with a folder per class;
 *   <li>a list such as {@code train.csv}, as of Kinetics, with {@code classes.txt} or {@code classes.json} for the names;
 *       fields are separated by commas if the first line has any, else by spaces.
 * </ul>
 *
 * @param name of the folder, and of the list without its extension
 */
public record DatasetPart(String name) {

    public static final DatasetPart TRAIN = new DatasetPart("train");
    public static final DatasetPart VALIDATION = new DatasetPart("val");
    public static final DatasetPart TEST = new DatasetPart("test");

    /** Whether a data set has this part. */
    public boolean isIn(Path data) {
        return SomethingSomething.isIn(data)
                || Files.isRegularFile(list(data))
                || Files.isDirectory(data.resolve(name));
    }

    /**
     * Opens this part of a data set.
     *
     * @param classNames the classes in the order of another part, or null to take those that are found
     * @throws VideoException if there is no such part, or it has other classes
     */
    public ClipDataset open(Path data, @Nullable List<String> classNames) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new VideoException(data.toString(), "there is no such folder", "check the path");
        }
        if (SomethingSomething.isIn(data)) {
            return sameClasses(data, something(data), classNames);
        }
        Path folder = data.resolve(name);
        if (hasFolders(folder)) {
            return classNames == null ? ClipFolder.open(folder) : ClipFolder.open(folder, classNames);
        }
        Path list = list(data);
        if (Files.isRegularFile(list)) {
            return listed(data, list, classNames);
        }
        throw new VideoException(
                data.toString(),
                "has neither a folder " + name + " of classes nor a list " + name + ".csv",
                "put a folder per class of videos into " + folder);
    }

    private static boolean hasFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(Files::isDirectory);
        }
    }

    private Path list(Path data) {
        return data.resolve(name + ".csv");
    }

    private ClipDataset something(Path data) throws IOException {
        SomethingSomething.Split split =
                equals(TRAIN) ? SomethingSomething.Split.TRAIN : SomethingSomething.Split.VALIDATION;
        if (split.hasFrames(data)) {
            return SomethingSomething.ofFrames(data, split, inner(data, "frames"));
        }
        return SomethingSomething.ofVideos(data, split, inner(data, "videos"), "webm");
    }

    private static Path inner(Path data, String name) {
        Path inner = data.resolve(name);
        return Files.isDirectory(inner) ? inner : data;
    }

    private static ClipDataset listed(Path data, Path list, @Nullable List<String> classNames) throws IOException {
        ClipList.Reader reader = ClipList.reader(list);
        if (new ListFile(list).first().map(line -> line.indexOf(',') >= 0).orElse(false)) {
            reader.optSeparator(",");
        }
        Optional<Path> names = List.of("classes.txt", "classes.json").stream()
                .map(data::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
        if (classNames != null) {
            reader.optClassNames(classNames);
        } else if (names.isPresent()) {
            reader.optClassNames(ClassNames.read(names.get()));
        }
        return reader.read();
    }

    private static ClipDataset sameClasses(Path data, ClipDataset dataset, @Nullable List<String> classNames)
            throws VideoException {
        if (classNames != null && classNames.size() != dataset.classNames().size()) {
            throw new VideoException(
                    data.toString(),
                    "has " + dataset.classNames().size() + " classes, " + classNames.size() + " are expected",
                    "use the class list of training");
        }
        return dataset;
    }
}
