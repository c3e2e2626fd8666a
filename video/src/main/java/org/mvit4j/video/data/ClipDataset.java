package org.mvit4j.video.data;

import java.io.IOException;
import java.util.List;
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

    /**
     * Opens a video; the caller closes it.
     *
     * @throws IOException if it cannot be read
     */
    FrameSource open(int index) throws IOException;
}
