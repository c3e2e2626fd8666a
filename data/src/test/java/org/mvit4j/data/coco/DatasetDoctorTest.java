package org.mvit4j.data.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.coco.data.CocoDataset;

class DatasetDoctorTest {

    @TempDir
    Path dir;

    private static final String OUTLINE = ", \"segmentation\": [[1, 1, 5, 1, 5, 5]]";
    private static final String BOX = ", \"bbox\": [1, 1, 4, 4]";

    private static String image(int id, String file, int width) {
        return "{\"id\": %d, \"file_name\": \"%s\", \"width\": %d, \"height\": 8}".formatted(id, file, width);
    }

    private static String annotation(int id, int image, int category, String more) {
        return "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"area\": 8, \"iscrowd\": 0%s}"
                .formatted(id, image, category, more);
    }

    private CocoFolder folder(List<String> images, List<String> categories, List<String> annotations)
            throws IOException {
        Path pictures = Files.createDirectories(dir.resolve("images"));
        ImageIO.write(
                new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB),
                "png",
                pictures.resolve("1.png").toFile());
        byte[] whole = Files.readAllBytes(pictures.resolve("1.png"));
        Files.write(pictures.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Path file = dir.resolve("instances.json");
        Files.writeString(
                file,
                "{\"images\": [" + String.join(",", images) + "], \"categories\": [" + String.join(",", categories)
                        + "], \"annotations\": [" + String.join(",", annotations) + "]}");
        return CocoFolder.locate(dir, "train");
    }

    private static List<String> kinds(CocoFolder folder) throws IOException {
        return DatasetDoctor.examine(CocoDataset.read(folder.annotations()), folder, n -> {}).stream()
                .map(DatasetDoctor.Finding::kind)
                .toList();
    }

    @Test
    void aSoundDataSetHasNoFindings() throws IOException {
        assertThat(kinds(folder(
                        List.of(image(1, "1.png", 8)),
                        List.of("{\"id\": 1, \"name\": \"a\"}"),
                        List.of(annotation(1, 1, 1, BOX + OUTLINE)))))
                .isEmpty();
    }

    @Test
    void everyDefectIsNamed() throws IOException {
        CocoFolder folder = folder(
                List.of(
                        image(1, "1.png", 8),
                        image(2, "gone.png", 8),
                        image(3, "cut.png", 8),
                        image(4, "1.png", 9),
                        image(5, "../../out.png", 8),
                        "{\"id\": 6, \"width\": 8, \"height\": 8}",
                        image(1, "1.png", 8)),
                List.of("{\"id\": 1, \"name\": \"a\"}", "{\"id\": 2, \"name\": \"b\"}", "{\"id\": 2, \"name\": \"c\"}"),
                List.of(
                        annotation(1, 1, 1, ", \"bbox\": [1, 1, NaN, 4]" + OUTLINE),
                        annotation(2, 1, 1, BOX + ", \"segmentation\": [[5, 5, 5, 5, 5, 5]]"),
                        annotation(2, 1, 1, BOX + OUTLINE),
                        annotation(3, 99, 1, BOX + OUTLINE),
                        annotation(4, 1, 77, BOX + OUTLINE),
                        annotation(5, 1, 1, ", \"bbox\": [50, 50, 4, 4]" + OUTLINE),
                        annotation(6, 1, 1, ", \"bbox\": [1, 1, -4, 4]" + OUTLINE),
                        annotation(7, 1, 1, OUTLINE),
                        annotation(8, 1, 1, BOX),
                        annotation(9, 1, 1, BOX + ", \"segmentation\": {\"size\": [3, 3], \"counts\": [4, 5]}")));
        assertThat(kinds(folder))
                .containsExactlyInAnyOrder(
                        "duplicate id",
                        "duplicate id",
                        "duplicate id",
                        "broken box",
                        "degenerate polygon",
                        "unknown image",
                        "unknown category",
                        "box outside",
                        "empty box",
                        "no box",
                        "no outline",
                        "mask size",
                        "missing file",
                        "unreadable picture",
                        "unreadable picture",
                        "image size",
                        "no file name");
    }

    @Test
    void objectsWithoutAreaAndPicturesThatAreGoneAreCounted() throws IOException {
        CocoFolder folder = folder(
                List.of(image(1, "1.png", 8), image(2, "gone.png", 8)),
                List.of("{\"id\": 1, \"name\": \"a\"}"),
                List.of(
                        annotation(1, 1, 1, BOX + OUTLINE),
                        annotation(2, 1, 1, BOX + ", \"segmentation\": [[5, 5, 5, 5, 5, 5]]"),
                        annotation(3, 2, 1, ", \"bbox\": [1, 1, 0, 4]" + OUTLINE)));
        CocoInstances instances = CocoInstances.forTraining(CocoDataset.read(folder.annotations()), folder);
        assertThat(instances.flatObjects()).isEqualTo(2);
        assertThat(instances.missingFiles()).containsExactly(folder.image("gone.png"));
    }
}
