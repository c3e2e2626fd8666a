package org.mvit4j.video.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mvit4j.video.clip.FrameSource;

/** Labelled videos. Immutable; may be shared between threads. */
public interface ClipDataset {

    /** How many videos there are; at least one. */
    int size();

    /** Names of the classes in the order of their numbers. */
    List<String> classNames();

    /** The number of a video's class, below the number of class names. */
    int label(int index);

    /** What messages call a video: its file or folder. */
    String name(int index);

    /** Where a video lies, if it is a single file or folder. */
    default Optional<Path> path(int index) {
        return Optional.empty();
    }

    /**
     * Opens a video; the caller closes it.
     *
     * @throws IOException if it cannot be read
     */
    FrameSource open(int index) throws IOException;
}
