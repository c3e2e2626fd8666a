package org.mvit4j.video.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.mvit4j.data.image.RgbImage;

/** The frames of one video, by number in the order they are shown. One thread at a time. */
public interface FrameSource extends AutoCloseable {

    /** What to call it in messages. */
    String name();

    /** How many frames there are; at least one. */
    int frameCount();

    /** Frames per second, on average where the rate varies. */
    double frameRate();

    /**
     * Reads frames, each upright and in RGB.
     *
     * <p>A frame that cannot be decoded, as in the tail of a broken file, is replaced by the nearest one before it, and
     * {@link #notes} says so.
     *
     * @param indices frame numbers in any order, repeats allowed
     * @param each is called once per different frame; what it returns is kept instead of the frame
     * @return a result per index
     * @throws VideoException if no frame can be decoded where one is needed
     */
    <R> List<R> read(int[] indices, Function<RgbImage, R> each) throws IOException;

    /** What happened that a user may want to know, such as frames that could not be decoded. */
    List<String> notes();

    @Override
    void close();

    /**
     * Opens a video file, a folder of frames in the order of the numbers in their names, or a picture as a video of one
     * frame.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws VideoException if it is no video, or has no frame
     */
    static FrameSource open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such video; check the path");
        }
        if (Files.isDirectory(path)) {
            return FrameFolder.open(path, FrameFolder.FRAME_RATE);
        }
        return FrameFolder.isPicture(path)
                ? FrameFolder.of(path.toString(), List.of(path), FrameFolder.FRAME_RATE)
                : VideoFile.open(path);
    }
}
