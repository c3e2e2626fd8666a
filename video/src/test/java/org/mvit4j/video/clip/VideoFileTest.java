package org.mvit4j.video.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.image.RgbImage;

class VideoFileTest {

    @TempDir
    Path folder;

    private static List<Integer> numbers(FrameSource video, int... indices) throws IOException {
        return video.read(indices, DrawnClip::number);
    }

    @Test
    void everyFrameSaysItsNumberInAnyOrder() throws IOException {
        Path file = DrawnClip.write(folder.resolve("clip.mp4"), 70, i -> 40 * i, 0);
        try (FrameSource video = FrameSource.open(file)) {
            assertThat(video.frameCount()).isEqualTo(70);
            assertThat(video.frameRate()).isCloseTo(25, within(0.2));
            int[] all = IntStream.range(0, 70).toArray();
            assertThat(numbers(video, all))
                    .containsExactlyElementsOf(Arrays.stream(all).boxed().toList());
            assertThat(numbers(video, 69, 3, 3, 30, 0)).containsExactly(69, 3, 3, 30, 0);
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 30; i++) {
                int frame = random.nextInt(70);
                assertThat(numbers(video, frame)).containsExactly(frame);
            }
            assertThat(video.notes()).isEmpty();
        }
    }

    @Test
    void aVariableRateKeepsTheNumbers() throws IOException {
        Path file = DrawnClip.write(folder.resolve("vfr.mkv"), 40, i -> i * i * 5 + 20 * i, 0);
        try (VideoFile video = VideoFile.open(file)) {
            assertThat(video.frameCount()).isEqualTo(40);
            assertThat(numbers(video, 0, 7, 20, 39)).containsExactly(0, 7, 20, 39);
            assertThat(video.seconds(20)).isCloseTo(2.4, within(0.01));
        }
    }

    @Test
    void framesComeUpright() throws IOException {
        Path file = DrawnClip.write(folder.resolve("turned.mov"), 5, i -> 40 * i, 90);
        try (FrameSource video = FrameSource.open(file)) {
            RgbImage frame = video.read(new int[] {3}, image -> image).get(0);
            assertThat(frame.width()).isEqualTo(DrawnClip.HEIGHT);
            assertThat(frame.height()).isEqualTo(DrawnClip.WIDTH);
            // turned clockwise: the squares run down the right side
            assertThat(frame.rgb(DrawnClip.HEIGHT - 8, 8) & 0xff).isGreaterThan(200);
            assertThat(frame.rgb(DrawnClip.HEIGHT - 8, 40) & 0xff).isLessThan(60);
        }
    }

    @Test
    void aBrokenTailIsReplacedAndReported() throws IOException {
        Path broken = folder.resolve("broken.mkv");
        Path whole = DrawnClip.write(folder.resolve("whole.mkv"), 70, i -> 40 * i, 0);
        byte[] mkv = Files.readAllBytes(whole);
        Files.write(broken, Arrays.copyOf(mkv, mkv.length * 2 / 3));
        try (FrameSource video = FrameSource.open(broken)) {
            assertThat(video.frameCount()).isBetween(20, 69);
            int last = video.frameCount() - 1;
            assertThat(numbers(video, 0, last).get(0)).isZero();
            assertThat(numbers(video, last).get(0))
                    .isBetween(last - 3, last + 3); // the last group may lack its B-frames
        }
    }

    @Test
    void framesOfAFolderAreInTheOrderOfTheirNumbers() throws IOException {
        Path file = DrawnClip.write(folder.resolve("clip.mp4"), 12, i -> 40 * i, 0);
        Path frames = Files.createDirectory(folder.resolve("frames"));
        try (FrameSource video = FrameSource.open(file)) {
            for (int i = 0; i < 12; i++) {
                RgbImage image = video.read(new int[] {i}, f -> f).get(0);
                javax.imageio.ImageIO.write(
                        image.toBufferedImage(),
                        "png",
                        frames.resolve("img_" + i + ".png").toFile());
            }
        }
        try (FrameSource video = FrameSource.open(frames)) {
            assertThat(video.frameCount()).isEqualTo(12);
            assertThat(numbers(video, 11, 2, 10)).containsExactly(11, 2, 10);
        }
    }

    @Test
    void whatIsNoVideoIsRefusedInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "not a video at all, only text ".repeat(100));
        assertThatThrownBy(() -> FrameSource.open(text))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("notes.mp4: is no video that can be read");
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertThatThrownBy(() -> FrameSource.open(empty)).hasMessageContaining("the file is empty");
        Path playlist = Files.writeString(
                folder.resolve("list.mp4"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n/etc/passwd\n#EXT-X-ENDLIST\n");
        assertThatThrownBy(() -> FrameSource.open(playlist)).isInstanceOf(VideoException.class);
        Path none = Files.createDirectory(folder.resolve("none"));
        assertThatThrownBy(() -> FrameSource.open(none)).hasMessageContaining("has no frames");
        assertThatThrownBy(() -> FrameSource.open(folder.resolve("missing.mp4")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
