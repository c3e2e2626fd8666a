package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.data.ClipFolder;

/** Finds the parts of a data set of labelled videos. */
final class VideoData {

    static final String LAYOUTS = "Folder with train/ and val/, each with a folder per class of videos, of folders of "
            + "frames, or of pictures.";

    private VideoData() {}

    /** What is learned from. */
    static ClipDataset training(Path data) throws IOException {
        return split(data, "train", null);
    }

    /** What is tested on in training, or null where there is no such split. */
    static @Nullable ClipDataset validation(Path data, List<String> classNames) throws IOException {
        return Files.isDirectory(data.resolve("val")) ? split(data, "val", classNames) : null;
    }

    /**
     * A part of a data set.
     *
     * @param classNames the classes it must have, or null to take those it has
     */
    static ClipDataset split(Path data, String split, @Nullable List<String> classNames) throws IOException {
        Path folder = data.resolve(split);
        if (!Files.isDirectory(data)) {
            throw new VideoException(data.toString(), "there is no such folder", "check the path");
        }
        if (!Files.isDirectory(folder)) {
            throw new VideoException(
                    data.toString(), "has no folder " + split, "put the classes of the split into one");
        }
        return classNames == null ? ClipFolder.open(folder) : ClipFolder.open(folder, classNames);
    }
}
