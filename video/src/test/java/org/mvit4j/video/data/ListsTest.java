package org.mvit4j.video.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.clip.TestClips;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.data.SomethingSomething.Split;

class ListsTest {

    private static final String TEMPLATES = """
            {"Moving something up": "1", "Pushing something from left to right": "0", "Doing nothing": "2"}""";
    private static final String VIDEOS = """
            [{"id": "74225", "label": "spinning cube", "template": "Pushing [something] from left to right",
              "placeholders": ["cube"]},
             {"id": "9", "template": "Moving [something] up"}]""";

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static int[] labels(ClipDataset dataset) {
        return IntStream.range(0, dataset.size()).map(dataset::label).toArray();
    }

    @Test
    void linesOfKineticsHaveOneTwoOrThreeFields() throws IOException {
        Path list = write("train.csv", "a.mp4 3\r\nsub/b.mp4 120 1\n\n/abs/c.mp4\n");
        ClipList read = ClipList.reader(list).read();
        assertThat(labels(read)).containsExactly(3, 1, 0);
        assertThat(read.path(0)).contains(folder.resolve("a.mp4"));
        assertThat(read.path(1)).contains(folder.resolve("sub/b.mp4"));
        assertThat(read.path(2)).contains(Path.of("/abs/c.mp4"));
        assertThat(read.classNames()).containsExactly("class 0", "class 1", "class 2", "class 3");
        ClipList comma = ClipList.reader(write("val.csv", "my clip.mp4,0\n"))
                .optSeparator(",")
                .optPrefix(Path.of("elsewhere"))
                .optClassNames(List.of("jump"))
                .read();
        assertThat(comma.name(0)).isEqualTo(Path.of("elsewhere", "my clip.mp4").toString());
        assertThat(comma.classNames()).containsExactly("jump");
    }

    @Test
    void theLastSpaceLeavesSpacesToPaths() throws IOException {
        Path list = write("list.txt", "\ufeffmy holiday clip.mp4   4\nb.mp4\t0\n");
        ClipList read =
                ClipList.reader(list).optFormat(ClipList.Format.LAST_SPACE).read();
        assertThat(labels(read)).containsExactly(4, 0);
        assertThat(read.path(0)).contains(folder.resolve("my holiday clip.mp4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b c d|4 fields",
                "a.mp4 x|'x' is no label",
                "a.mp4 -1|label -1 is none",
                "a.mp4 2|label 2 is none of the 2 classes",
                "a.mp4 1e3|'1e3' is no label",
                "a.mp4 99999999999|'99999999999' is no label"
            })
    void aWrongLineIsNamed(String line, String message) throws IOException {
        Path list = write("train.csv", "ok.mp4 1\n" + line + "\n");
        assertThatThrownBy(() ->
                        ClipList.reader(list).optClassNames(List.of("a", "b")).read())
                .isInstanceOf(VideoException.class)
                .hasMessageStartingWith(list + ": line 2: ")
                .hasMessageContaining(message);
    }

    @Test
    void labelsWithoutNamesCannotExhaustMemory() throws IOException {
        Path list = write("train.csv", "a.mp4 2147483647\n");
        assertThatThrownBy(() -> ClipList.reader(list).read()).hasMessageContaining("label 2147483647");
    }

    @Test
    void partsAreFoundInEveryLayout() throws IOException {
        Path kinetics = Files.createDirectories(folder.resolve("kinetics"));
        Files.writeString(kinetics.resolve("train.csv"), "a b.mp4,1\nb.mp4,0\n");
        Files.writeString(kinetics.resolve("val.csv"), "c.mp4 1\n");
        Files.writeString(kinetics.resolve("classes.txt"), "run\njump\n");
        ClipDataset train = DatasetPart.TRAIN.open(kinetics, null);
        assertThat(train.classNames()).containsExactly("run", "jump");
        assertThat(labels(train)).containsExactly(1, 0);
        assertThat(labels(DatasetPart.VALIDATION.open(kinetics, train.classNames())))
                .containsExactly(1);
        assertThat(DatasetPart.TEST.isIn(kinetics)).isFalse();
        assertThatThrownBy(() -> DatasetPart.TEST.open(kinetics, null)).hasMessageContaining("neither a folder test");

        Path folders = folder.resolve("folders");
        for (String part : List.of("train/run", "train/jump", "val/jump")) {
            TestClips.write(Files.createDirectories(folders.resolve(part)).resolve("a.mp4"), 3);
        }
        ClipDataset found = DatasetPart.TRAIN.open(folders, null);
        assertThat(found.classNames()).containsExactly("jump", "run");
        assertThat(labels(DatasetPart.VALIDATION.open(folders, found.classNames())))
                .containsExactly(0);

        something();
        write("something-something-v2-validation.json", VIDEOS);
        Files.createDirectories(folder.resolve("videos"));
        ClipDataset test = DatasetPart.TEST.open(folder, null);
        assertThat(test.path(0)).contains(folder.resolve("videos/74225.webm"));
        assertThatThrownBy(() -> DatasetPart.TRAIN.open(folder, List.of("other")))
                .hasMessageContaining("3 classes, 1 are expected");
    }

    @Test
    void emptyMissingAndUnreadableListsAreRefused() throws IOException {
        assertThatThrownBy(() -> ClipList.reader(write("empty.csv", "\n \n")).read())
                .hasMessageContaining("lists no videos");
        assertThatThrownBy(() -> ClipList.reader(folder.resolve("none.csv")).read())
                .isInstanceOf(NoSuchFileException.class);
        Path latin = Files.write(folder.resolve("latin.csv"), "f\u00fc.mp4 0".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ClipList.reader(latin).read()).hasMessageContaining("UTF-8");
        Path nul = write("nul.csv", "a\0b.mp4 0");
        assertThatThrownBy(() -> ClipList.reader(nul).read()).hasMessageContaining("is no path");
    }

    @Test
    void listedVideosAreOpenedAndSurveyed() throws IOException {
        TestClips.write(folder.resolve("a.mp4"), 5);
        ClipList list =
                ClipList.reader(write("train.csv", "a.mp4 0\ngone.mp4 2\n")).read();
        try (FrameSource video = list.open(0)) {
            assertThat(video.frameCount()).isEqualTo(5);
        }
        assertThatThrownBy(() -> list.open(1)).isInstanceOf(NoSuchFileException.class);
        DatasetSurvey survey = DatasetSurvey.of(list);
        assertThat(survey.perClass()).containsExactly(1, 0, 1);
        assertThat(survey.emptyClasses()).containsExactly(1);
        assertThat(survey.missing()).containsExactly(folder.resolve("gone.mp4").toString());
    }

    @Test
    void framesOfSomethingSomethingAreFound() throws IOException {
        something();
        write("train.csv", """
                original_vido_id video_id frame_id path labels
                9 1 0 9/000001.png ""
                74225 0 0 74225/000001.png ""
                74225 0 1 74225/000002.png ""
                9 1 1 9/000010.png ""
                """);
        Path frames = Files.createDirectories(folder.resolve("frames/74225"));
        for (int i = 1; i <= 2; i++) {
            RgbImage image = RgbImage.black(8, 6);
            image.pixels()[0] = (byte) i;
            javax.imageio.ImageIO.write(
                    image.toBufferedImage(),
                    "png",
                    frames.resolve("00000" + i + ".png").toFile());
        }
        SomethingSomething dataset = SomethingSomething.ofFrames(folder, Split.TRAIN, folder.resolve("frames"));
        assertThat(dataset.classNames())
                .containsExactly("Pushing something from left to right", "Moving something up", "Doing nothing");
        assertThat(labels(dataset)).containsExactly(0, 1);
        try (FrameSource video = dataset.open(0)) {
            assertThat(video.read(new int[] {1, 0}, image -> image.pixels()[0])).containsExactly((byte) 2, (byte) 1);
        }
        try (FrameSource video = dataset.open(1)) {
            assertThat(video.frameCount()).isEqualTo(2);
            assertThatThrownBy(() -> video.read(new int[] {0}, image -> image)).isInstanceOf(NoSuchFileException.class);
        }
    }

    private void something() throws IOException {
        write("something-something-v2-labels.json", TEMPLATES);
        write("something-something-v2-train.json", VIDEOS);
    }

    @Test
    void videosOfSomethingSomethingAreFound() throws IOException {
        something();
        TestClips.write(folder.resolve("9.mp4"), 4);
        SomethingSomething dataset = SomethingSomething.ofVideos(folder, Split.TRAIN, folder, "mp4");
        assertThat(DatasetSurvey.of(dataset).missing())
                .containsExactly(folder.resolve("74225.mp4").toString());
        try (FrameSource video = dataset.open(1)) {
            assertThat(video.frameCount()).isEqualTo(4);
        }
    }

    @Test
    void listsThatDoNotAgreeAreRefused() throws IOException {
        something();
        write("train.csv", "original_vido_id video_id frame_id path labels\n9 1 0 9/000001.png 0\n");
        assertThatThrownBy(() -> SomethingSomething.ofFrames(folder, Split.TRAIN, folder))
                .hasMessageContaining("frames of 1 videos")
                .hasMessageContaining("names 2");
        write("train.csv", "9 1 0 9/000001.png 0\n");
        assertThatThrownBy(() -> SomethingSomething.ofFrames(folder, Split.TRAIN, folder))
                .hasMessageContaining("line 1")
                .hasMessageContaining("header");
        write("train.csv", "original_vido_id video_id frame_id path labels\n9 1 0 9/000001.png\n");
        assertThatThrownBy(() -> SomethingSomething.ofFrames(folder, Split.TRAIN, folder))
                .hasMessageContaining("4 columns");
        write("something-something-v2-train.json", VIDEOS.replace("Moving", "Moveing"));
        assertThatThrownBy(() -> SomethingSomething.ofVideos(folder, Split.TRAIN, folder, "webm"))
                .hasMessageContaining("template of video '9'")
                .hasMessageContaining("none of the 3 classes");
        write("something-something-v2-train.json", VIDEOS.replace("74225", "../../etc"));
        assertThatThrownBy(() -> SomethingSomething.ofVideos(folder, Split.TRAIN, folder, "webm"))
                .hasMessageContaining("no id of a video");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"0\", \"b\": \"2\"}",
                "{\"a\": 0, \"b\": 0}",
                "{\"a\": \"x\"}",
                "{}",
                "3",
                "[1]",
                "[",
                "{\"a\": 0.5}"
            })
    void classNumbersRunFromZeroWithoutGaps(String json) throws IOException {
        Path file = write("names.json", json);
        assertThatThrownBy(() -> ClassNames.read(file))
                .isInstanceOf(VideoException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void classNamesAreReadFromLinesAndJson() throws IOException {
        assertThat(ClassNames.read(write("names.txt", "jump\n\n push ups \n"))).containsExactly("jump", "push ups");
        assertThat(ClassNames.read(write("names.json", "{\"b\": 1, \"a\": 0}"))).containsExactly("a", "b");
        assertThat(ClassNames.read(write("list.json", "[\"x\", \"y\"]"))).containsExactly("x", "y");
        Path twice = write("twice.txt", "jump\njump\n");
        assertThatThrownBy(() -> ClassNames.read(twice)).hasMessageContaining("names 'jump' twice");
    }

    @Test
    void framePathsComeBackFromTheirCode() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 200; round++) {
            FrontCodedPaths paths = new FrontCodedPaths();
            List<String> expected = IntStream.range(0, random.nextInt(1, 20))
                    .mapToObj(i -> "vid\u00e9o/" + "x".repeat(random.nextInt(4)) + random.nextInt(2000) + ".jpg")
                    .toList();
            expected.forEach(paths::add);
            assertThat(FrontCodedPaths.decode(paths.code())).isEqualTo(expected);
        }
    }

    @Test
    void mutatedListsAreReadOrRefusedInOneLine() throws IOException {
        something();
        String table = "original_vido_id video_id frame_id path labels\n9 1 0 9/1.png 0\n74225 0 0 74225/1.png 0\n";
        String[] seeds = {"a.mp4 0\nb.mp4 12 1\n", table, TEMPLATES, VIDEOS};
        long seed = 77;
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = seeds[i % 4].getBytes(StandardCharsets.UTF_8);
            for (int k = random.nextInt(1, 4); k > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String[] names = {
                "list.csv", "train.csv", "something-something-v2-labels.json", "something-something-v2-train.json"
            };
            for (int k = 1; k < 4; k++) {
                write(names[k], seeds[k]);
            }
            Files.write(folder.resolve(names[i % 4]), bytes);
            try {
                if (i % 4 == 0) {
                    ClipList.reader(folder.resolve("list.csv")).read();
                } else {
                    SomethingSomething.ofFrames(folder, Split.TRAIN, folder);
                }
            } catch (IOException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d, round %d", seed, i).doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(500);
    }
}
