package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.data.DatasetPart;

/** The parts of a data set of labelled videos, as commands name them. */
final class VideoData {

    static final String LAYOUTS = "Folder with train/ and val/, each with a folder per class of videos, of folders of "
            + "frames, or of pictures; or with train.csv and val.csv as SlowFast reads Kinetics (names of classes in "
            + "classes.txt, if any); or with the files of Something-Something v2.";

    private VideoData() {}

    /** What is learned from. */
    static ClipDataset training(Path data) throws IOException {
        return DatasetPart.TRAIN.open(data, null);
    }

    /** What is tested on in training, or null where there is no such split. */
    static @Nullable ClipDataset validation(Path data, List<String> classNames) throws IOException {
        return DatasetPart.VALIDATION.isIn(data) ? DatasetPart.VALIDATION.open(data, classNames) : null;
    }

    /**
     * A part of a data set.
     *
     * @param classNames the classes it must have, or null to take those it has
     */
    static ClipDataset split(Path data, String split, @Nullable List<String> classNames) throws IOException {
        return new DatasetPart(split).open(data, classNames);
    }
}
