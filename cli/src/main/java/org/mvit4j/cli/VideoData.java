package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.data.ClassNames;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.data.ClipFolder;
import org.mvit4j.video.data.ClipList;
import org.mvit4j.video.data.SomethingSomething;

/** Finds the parts of a data set of labelled videos. */
final class VideoData {

    static final String LAYOUTS = "Folder with train/ and val/, each with a folder per class of videos, of folders of "
            + "frames, or of pictures; or with train.csv and val.csv as SlowFast reads Kinetics (names of classes in "
            + "classes.txt, if any); or with the files of Something-Something v2.";

    private static final String SOMETHING = "something-something-v2-labels.json";

    private VideoData() {}

    /** What is learned from. */
    static ClipDataset training(Path data) throws IOException {
        return split(data, "train", null);
    }

    /** What is tested on in training, or null where there is no such split. */
    static @Nullable ClipDataset validation(Path data, List<String> classNames) throws IOException {
        boolean there = Files.isDirectory(data.resolve("val"))
                || Files.exists(data.resolve("val.csv"))
                || Files.exists(data.resolve(SOMETHING));
        return there ? split(data, "val", classNames) : null;
    }

    /**
     * A part of a data set.
     *
     * @param classNames the classes it must have, or null to take those it has
     */
    static ClipDataset split(Path data, String split, @Nullable List<String> classNames) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new VideoException(data.toString(), "there is no such folder", "check the path");
        }
        if (Files.exists(data.resolve(SOMETHING))) {
            return SomethingSomething.ofFrames(
                    data,
                    split.equals("train") ? SomethingSomething.Split.TRAIN : SomethingSomething.Split.VALIDATION,
                    data);
        }
        Path folder = data.resolve(split);
        if (Files.isDirectory(folder)) {
            return classNames == null ? ClipFolder.open(folder) : ClipFolder.open(folder, classNames);
        }
        Path list = data.resolve(split + ".csv");
        if (!Files.exists(list)) {
            throw new VideoException(
                    data.toString(),
                    "has neither a folder " + split + " nor a list " + split + ".csv",
                    "put the classes of the split into such a folder");
        }
        ClipList.Reader reader = ClipList.reader(list);
        Path names = data.resolve("classes.txt");
        if (classNames != null) {
            reader.optClassNames(classNames);
        } else if (Files.exists(names)) {
            reader.optClassNames(ClassNames.read(names));
        }
        return reader.read();
    }
}
