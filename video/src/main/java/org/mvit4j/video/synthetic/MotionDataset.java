package org.mvit4j.video.synthetic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.mvit4j.data.loader.SeedMix;

/**
 * A data set of {@link Motion}s: {@code train/LABEL/00001/000.png ...} and the same under {@code val}. A clip depends on
 * the seed, the split and its number alone.
 *
 * @param trainClips number of clips to learn from, over all classes
 * @param valClips number of held-out clips, over all classes
 * @param frames frames of a clip
 * @param side of the square pictures, in pixels
 * @param seed of everything
 */
public record MotionDataset(int trainClips, int valClips, int frames, int side, long seed) {

    private static final Motion[] MOTIONS = Motion.values();

    /** The splits in the order of their numbers. */
    public enum Split {
        TRAIN,
        VAL;

        /** The name of its folder. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public MotionDataset {
        if (trainClips < MOTIONS.length || valClips < MOTIONS.length || frames < 4 || side < 32) {
            throw new IllegalArgumentException("a data set of motions needs a clip of each of " + MOTIONS.length
                    + " classes per split, 4 frames and sides of 32, got " + trainClips + " and " + valClips
                    + " clips, " + frames + " frames, side " + side);
        }
    }

    /** The same clips, drawn at another size. */
    public MotionDataset withSide(int value) {
        return new MotionDataset(trainClips, valClips, frames, value, seed);
    }

    /** Number of clips of a split. */
    public int size(Split split) {
        return split == Split.TRAIN ? trainClips : valClips;
    }

    /** One clip; classes take turns. */
    public MotionClip clip(Split split, int number) {
        return MotionClip.draw(
                MOTIONS[number % MOTIONS.length], side, frames, SeedMix.random(seed, number, split.ordinal()));
    }

    /** The folder of a clip below that of the data set. */
    public Path folder(Split split, int number) {
        return Path.of(split.label(), MOTIONS[number % MOTIONS.length].label(), "%05d".formatted(number));
    }

    /**
     * Draws everything. A clip's folder appears whole or not at all; clips that are there already are left alone.
     *
     * @param progress told of each clip, by several threads
     */
    public void write(Path target, LongConsumer progress) throws IOException {
        for (Split split : Split.values()) {
            try {
                IntStream.range(0, size(split)).parallel().forEach(i -> {
                    write(target, split, i);
                    progress.accept(1);
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private void write(Path target, Split split, int number) {
        Path folder = target.resolve(folder(split, number));
        try {
            if (!Files.isDirectory(folder)) {
                write(clip(split, number), folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(MotionClip clip, Path folder) throws IOException {
        Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
        Path temporary = Files.createTempDirectory(parent, ".writing-");
        for (int i = 0; i < clip.frames(); i++) {
            Path file = temporary.resolve("%03d.png".formatted(i));
            if (!ImageIO.write(clip.frame(i).toBufferedImage(), "png", file.toFile())) {
                throw new IOException(file + ": this Java has no PNG writer");
            }
        }
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
