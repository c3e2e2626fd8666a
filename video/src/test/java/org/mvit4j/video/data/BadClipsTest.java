package org.mvit4j.video.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.video.augment.ClipRecipe;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.clip.BadClips;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.TestClips;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.pixel.DrawnPicture;
import org.mvit4j.video.zoo.VideoModels;
import org.mvit4j.video.zoo.VideoModels.Architecture;

class BadClipsTest {

    private static final int FRAMES = 8;
    private static final int SIDE = 32;

    @TempDir
    Path folder;

    private Path inClass(String name, String file) throws IOException {
        return Files.createDirectories(folder.resolve(name)).resolve(file);
    }

    private List<TrainingClip> first(String model) throws IOException {
        VideoModels.Entry entry = VideoModels.entry(model);
        ClipProtocol protocol = entry.protocol().withClip(FRAMES, SIDE);
        ClipRecipe recipe = ClipRecipe.of(entry.architecture(), protocol, model.endsWith("_ssv2"));
        ClipSamples samples = new ClipSamples(ClipFolder.open(folder), recipe.augmentation());
        List<TrainingClip> clips = samples.load(0, SeedMix.random(3, 1));
        assertThat(samples.load(0, SeedMix.random(3, 1)).get(0).pixels())
                .isEqualTo(clips.get(0).pixels());
        for (TrainingClip clip : clips) {
            assertThat(clip.pixels()).hasSize(3 * FRAMES * SIDE * SIDE);
            double squares = 0;
            for (float value : clip.pixels()) {
                assertThat(Float.isFinite(value)).isTrue();
                squares += value * value;
            }
            assertThat(squares / clip.pixels().length).isBetween(1e-6, 20.0);
        }
        if (entry.architecture() == Architecture.MVIT) {
            assertThat(clips).hasSize(recipe.augmentation().repeats());
        }
        return clips;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mvitv2_s_16x4",
                "mvitv2_s_16x4_ssv2",
                "timesformer",
                "timesformer_ssv2",
                "vivit_b_16x2",
                "vivit_l_16x2_fe_ssv2"
            })
    void unusualVideosAreUsedByEveryFamily(String model) throws IOException {
        Path clip = inClass("a", "clip.mkv");
        TestClips.write(clip, 3); // fewer than a clip has
        first(model);
        TestClips.write(clip, 1);
        first(model);
        BadClips.uneven(clip, 30);
        first(model);
        BadClips.cutOff(clip, 60);
        first(model);
        Files.delete(clip);
        BadClips.turned(inClass("a", "turned.mov"), 20);
        first(model);
    }

    @Test
    void picturesAreClipsOfOneFrameRepeated() throws IOException {
        for (int i = 0; i < 2; i++) {
            javax.imageio.ImageIO.write(
                    DrawnPicture.of(51, 37, i).toBufferedImage(),
                    "png",
                    inClass("c" + i, "p.png").toFile());
        }
        ClipFolder dataset = ClipFolder.open(folder);
        assertThat(dataset.classNames()).containsExactly("c0", "c1");
        assertThat(dataset.size()).isEqualTo(2);
        first("timesformer");
        // the frames of a folder may differ in size: the first one's counts
        Path frames = Files.createDirectories(folder.resolve("c0/frames"));
        for (int i = 0; i < 12; i++) {
            javax.imageio.ImageIO.write(
                    DrawnPicture.of(51 - 3 * i, 37 + i, i).toBufferedImage(),
                    "png",
                    frames.resolve(i + ".png").toFile());
        }
        first("mvitv2_s_16x4");
    }

    @Test
    void whatIsNoVideoIsRefusedByName() throws IOException {
        Path text = Files.writeString(inClass("a", "notes.mp4"), "only text ".repeat(50));
        assertThatThrownBy(() -> first("timesformer"))
                .isInstanceOf(VideoException.class)
                .hasMessageStartingWith(text + ": is no video");
        Files.delete(text);
        Path empty = Files.createFile(inClass("a", "empty.mp4"));
        assertThatThrownBy(() -> first("timesformer")).hasMessageStartingWith(empty + ": the file is empty");
        Files.delete(empty);
        Path none = Files.createDirectories(inClass("a", "frames"));
        assertThatThrownBy(() -> first("timesformer")).hasMessageStartingWith(none + ": the folder has no frames");
    }

    @Test
    void foldersWithoutClassesOrVideosAreRefused() throws IOException {
        assertThatThrownBy(() -> ClipFolder.open(folder)).hasMessageContaining("has no folders");
        Files.writeString(inClass("a", "readme.txt"), "nothing");
        assertThatThrownBy(() -> ClipFolder.open(folder)).hasMessageContaining("the class has no videos");
        TestClips.write(inClass("a", "clip.mp4"), 3);
        assertThat(ClipFolder.open(folder).size()).isEqualTo(1);
        assertThat(ClipFolder.open(folder, List.of("z", "a")).label(0)).isEqualTo(1);
        assertThatThrownBy(() -> ClipFolder.open(folder, List.of("z")))
                .hasMessageContaining("is none of the 1 classes");
        assertThatThrownBy(() -> ClipFolder.open(folder.resolve("gone"))).hasMessageContaining("gone");
    }
}
