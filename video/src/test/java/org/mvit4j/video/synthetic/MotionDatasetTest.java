package org.mvit4j.video.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.video.clip.FrameSource;

class MotionDatasetTest {

    private static final long SEED = 7;
    private static final int SIDE = 48;
    private static final int FRAMES = 8;

    private static MotionClip clip(Motion motion, long key) {
        return MotionClip.draw(motion, SIDE, FRAMES, SeedMix.random(SEED, key));
    }

    /** Largest difference of any value of two pictures. */
    private static int difference(RgbImage a, RgbImage b) {
        int largest = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff)));
        }
        return largest;
    }

    @ParameterizedTest
    @EnumSource(Motion.class)
    void theMotionHasNoInfluenceOnTheFirstFrame(Motion motion) {
        for (long key = 0; key < 5; key++) {
            assertThat(clip(motion, key).frame(0))
                    .as("seed %s, key %s", SEED, key)
                    .isEqualTo(clip(Motion.LEFT, key).frame(0));
        }
    }

    /** With starts that are uniform on circles, this carries the first frame's distribution over to every frame. */
    @ParameterizedTest
    @EnumSource(Motion.class)
    void anyFrameIsTheFirstFrameOfAClipThatStartedElsewhere(Motion motion) {
        MotionClip moving = clip(motion, 3);
        for (int frame = 1; frame < FRAMES; frame++) {
            MotionClip later = moving.from(moving.phases(frame));
            assertThat(difference(later.frame(0), moving.frame(frame))).isLessThanOrEqualTo(2 * MotionScene.GRAIN);
            assertThat(difference(moving.frame(frame - 1), moving.frame(frame)))
                    .as("it moves")
                    .isGreaterThan(4 * MotionScene.GRAIN);
        }
    }

    @ParameterizedTest
    @EnumSource(Motion.class)
    void backwardsIsTheReversedMotion(Motion motion) {
        MotionClip forwards = clip(motion, 11);
        MotionClip backwards = forwards.from(forwards.phases(FRAMES - 1)).with(motion.reversed());
        assertThat(motion.reversed().reversed()).isEqualTo(motion);
        for (int frame = 0; frame < FRAMES; frame++) {
            assertThat(difference(backwards.frame(frame), forwards.frame(FRAMES - 1 - frame)))
                    .isLessThanOrEqualTo(2 * MotionScene.GRAIN);
        }
    }

    /** Every phase of every frame is uniform on its circle, whatever the motion: Kolmogorov and Smirnov's distance. */
    @ParameterizedTest
    @EnumSource(Motion.class)
    void phasesAreUniformAtAnyTime(Motion motion) {
        int n = 2000;
        for (int frame : new int[] {0, FRAMES / 2, FRAMES - 1}) {
            for (int axis = 0; axis < MotionScene.PHASES; axis++) {
                double[] values = new double[n];
                for (int i = 0; i < n; i++) {
                    double phase = MotionClip.draw(motion, 32, FRAMES, SeedMix.random(SEED, i))
                            .phases(frame)[axis];
                    values[i] = phase - Math.floor(phase);
                }
                Arrays.sort(values);
                double distance = 0;
                for (int i = 0; i < n; i++) {
                    distance = Math.max(distance, Math.abs(values[i] - (i + 0.5) / n));
                }
                assertThat(distance)
                        .as("%s, frame %s, phase %s, seed %s", motion, frame, axis, SEED)
                        .isLessThan(2.23 / Math.sqrt(n)); // passed over by chance once in ten thousand
            }
        }
    }

    @Test
    void phasesRepeatWithoutASeam() {
        MotionScene scene = new MotionScene(SIDE, SeedMix.random(SEED, 1));
        double[] phases = {0.3, 0.6, 0.2, 0.9};
        RgbImage picture = scene.draw(phases, 5);
        for (int axis = 0; axis < MotionScene.PHASES; axis++) {
            double[] around = phases.clone();
            around[axis] += 1;
            assertThat(difference(picture, scene.draw(around, 5)))
                    .as("phase %s", axis)
                    .isLessThan(90);
            around[axis] += 0.4;
            assertThat(mean(picture, scene.draw(around, 5)))
                    .as("phase %s", axis)
                    .isGreaterThan(1);
            around[axis] -= 0.4;
            assertThat(mean(picture, scene.draw(around, 5)))
                    .as("phase %s", axis)
                    .isCloseTo(0, within(0.05));
        }
    }

    private static double mean(RgbImage a, RgbImage b) {
        long sum = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            sum += Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff));
        }
        return (double) sum / a.pixels().length;
    }

    @Test
    void isWrittenAsAFolderPerClassAndTheSameEachTime(@TempDir Path folder) throws IOException {
        MotionDataset dataset = new MotionDataset(16, 8, 4, 32, SEED);
        dataset.write(folder.resolve("a"), n -> {});
        new MotionDataset(16, 8, 4, 32, SEED).write(folder.resolve("b"), n -> {});
        List<String> labels = new ArrayList<>();
        try (Stream<Path> classes = Files.list(folder.resolve("a/train"))) {
            classes.sorted().forEach(path -> labels.add(path.getFileName().toString()));
        }
        assertThat(labels).isEqualTo(Motion.labels()).hasSize(8);
        for (MotionDataset.Split split : MotionDataset.Split.values()) {
            for (int i = 0; i < dataset.size(split); i++) {
                Path clip = dataset.folder(split, i);
                try (FrameSource source = FrameSource.open(folder.resolve("a").resolve(clip));
                        FrameSource again = FrameSource.open(folder.resolve("b").resolve(clip))) {
                    assertThat(source.frameCount()).isEqualTo(4);
                    int[] all = {0, 1, 2, 3};
                    List<RgbImage> frames = source.read(all, frame -> frame);
                    assertThat(frames).isEqualTo(again.read(all, frame -> frame));
                    assertThat(frames.get(3)).isEqualTo(dataset.clip(split, i).frame(3));
                }
            }
        }
    }

    @Test
    void refusesADataSetWithoutEveryClass() {
        assertThatThrownBy(() -> new MotionDataset(7, 8, 8, 64, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 and 8 clips");
    }
}
