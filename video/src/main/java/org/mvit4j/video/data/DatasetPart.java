package org.mvit4j.video.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.clip.VideoException;

/**
 * The parts of a data set, found in its folder whichever way that is laid out:
 *
 * <ul>
 *   <li>lists {@code train.csv}, {@code val.csv}, {@code test.csv} as of Kinetics, with {@code classes.txt} or
 *       {@code classes.json} for the names; fields are separated by commas if the first line is, else by spaces;
 *   <li>the files of Something-Something v2, with frames or videos in {@code frames/} or {@code videos/}, or beside the
 *       lists; it is tested on its validation part;
 *   <li>folders {@code train/}, {@code val/}, {@code test/} with a folder per class.
 * </ul>
 */
public enum DatasetPart {
    TRAIN("train"),
    VALIDATION("val"),
    TEST("test");

    private final String stem;

    DatasetPart(String stem) {
        this.stem = stem;
    }

    /** Whether a data set has this part. */
    public boolean isIn(Path data) {
        return SomethingSomething.isIn(data)
                || Files.isRegularFile(list(data))
                || Files.isDirectory(data.resolve(stem));
    }

    /**
     * Opens this part of a data set.
     *
     * @param classNames the classes in the order of another part, or null to take those that are found
     * @throws VideoException if there is no such part, or its classes are others
     */
    public ClipDataset open(Path data, @Nullable List<String> classNames) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new VideoException(data.toString(), "there is no such folder", "check the path");
        }
        if (SomethingSomething.isIn(data)) {
            return sameClasses(data, something(data), classNames);
        }
        Path list = list(data);
        if (Files.isRegularFile(list)) {
            return listed(data, list, classNames);
        }
        Path folder = data.resolve(stem);
        if (!Files.isDirectory(folder)) {
            throw new VideoException(
                    data.toString(),
                    "has neither a folder " + stem + " nor a list " + stem + ".csv",
                    "put a folder per class of videos into " + folder);
        }
        return classNames == null ? ClipFolder.open(folder) : ClipFolder.open(folder, classNames);
    }

    private Path list(Path data) {
        return data.resolve(stem + ".csv");
    }

    private ClipDataset something(Path data) throws IOException {
        SomethingSomething.Split split =
                this == TRAIN ? SomethingSomething.Split.TRAIN : SomethingSomething.Split.VALIDATION;
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
        if (classNames != null && !classNames.equals(dataset.classNames())) {
            throw new VideoException(
                    data.toString(),
                    "has " + dataset.classNames().size() + " classes that are not the " + classNames.size()
                            + " expected",
                    "use the class list of training");
        }
        return dataset;
    }
}
