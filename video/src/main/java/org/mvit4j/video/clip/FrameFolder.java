package org.mvit4j.video.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;

/** A video as a folder of pictures, or a list of them. */
public final class FrameFolder implements FrameSource {

    /** The rate at which Something-Something's frames are extracted. */
    public static final double FRAME_RATE = 30;

    private static final List<String> SUFFIXES = List.of(".jpg", ".jpeg", ".png", ".bmp", ".webp");

    /** Numbers in names count as numbers: frame9 before frame10. */
    private static final Comparator<Path> NATURAL =
            Comparator.comparing(file -> padded(file.getFileName().toString()));

    private final String name;
    private final List<Path> frames;
    private final double frameRate;

    private FrameFolder(String name, List<Path> frames, double frameRate) {
        this.name = name;
        this.frames = frames;
        this.frameRate = frameRate;
    }

    /** @throws VideoException if the folder has no pictures */
    public static FrameFolder open(Path folder, double frameRate) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> frames =
                    files.filter(FrameFolder::isPicture).sorted(NATURAL).toList();
            if (frames.isEmpty()) {
                throw new VideoException(
                        folder.toString(),
                        "the folder has no frames",
                        "put pictures (jpg, png) in it, or name a video");
            }
            return new FrameFolder(folder.toString(), frames, frameRate);
        }
    }

    /** Frames in a given order, as data set lists name them. */
    public static FrameFolder of(String name, List<Path> frames, double frameRate) throws VideoException {
        if (frames.isEmpty()) {
            throw new VideoException(name, "the list names no frames", "check the data set's lists");
        }
        return new FrameFolder(name, List.copyOf(frames), frameRate);
    }

    /** Whether a file is a picture by its name. */
    public static boolean isPicture(Path file) {
        String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(lower::endsWith);
    }

    private static String padded(String name) {
        StringBuilder text = new StringBuilder();
        for (String part : name.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)", -1)) {
            boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
            text.append(number ? "0".repeat(Math.max(0, 20 - part.length())) + part : part);
        }
        return text.toString();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int frameCount() {
        return frames.size();
    }

    @Override
    public double frameRate() {
        return frameRate;
    }

    @Override
    public <R> List<R> read(int[] indices, Function<RgbImage, R> each) throws IOException {
        Map<Integer, R> read = new HashMap<>();
        List<R> results = new ArrayList<>(indices.length);
        for (int index : indices) {
            R result = read.get(index);
            if (result == null) {
                result = each.apply(ImageReader.standard().read(frames.get(index)));
                read.put(index, result);
            }
            results.add(result);
        }
        return results;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void close() {}
}
