package org.mvit4j.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.data.augment.BitMask;
import org.mvit4j.data.augment.Coordinates;
import org.mvit4j.data.augment.InstanceAnnotation;
import org.mvit4j.data.augment.InstanceShape;
import org.mvit4j.data.augment.PolygonShape;

class CocoInstancesTest {

    private static final CocoFolder FOLDER = new CocoFolder(Path.of("data.json"), Path.of("images"), false);

    private static CocoDataset parse(String images, String annotations) {
        String json = "{\"images\": [" + images + "], \"categories\": [{\"id\": 7, \"name\": \"b\"}, {\"id\": 3,"
                + " \"name\": \"a\"}], \"annotations\": [" + annotations + "]}";
        return CocoDataset.parse("data.json", json.getBytes(StandardCharsets.UTF_8), Strictness.COMPATIBLE);
    }

    private static final String IMAGES =
            "{\"id\": 9, \"width\": 4, \"height\": 3, \"file_name\": \"9.png\"}, {\"id\": 2, \"width\": 8, \"height\":"
                    + " 8, \"file_name\": \"2.png\"}, {\"id\": 5, \"width\": 8, \"height\": 8, \"file_name\":"
                    + " \"5.png\"}";

    private static String annotation(int id, int image, int category, String more) {
        return "{\"id\": " + id + ", \"image_id\": " + image + ", \"category_id\": " + category + ", \"area\": 1, "
                + more + "}";
    }

    @Test
    void keepsWhatTheReferenceKeeps() {
        CocoInstances data = CocoInstances.forTraining(
                parse(
                        IMAGES,
                        String.join(
                                ",",
                                annotation(
                                        1,
                                        9,
                                        7,
                                        "\"iscrowd\": 0, \"bbox\": [0, 1, 2, 2], \"segmentation\":"
                                                + " {\"size\": [3, 4], \"counts\": [1, 2, 9]}"),
                                annotation(
                                        2,
                                        2,
                                        3,
                                        "\"iscrowd\": 0, \"bbox\": [1.0, 1, 4, 4], \"segmentation\":"
                                                + " [[1, 1, 5, 1, 5, 5], [1, 1, 2, 2], [1, 1, 2, 2, 3.5, 3], [1, 2, 3]]"),
                                annotation(
                                        3,
                                        2,
                                        3,
                                        "\"iscrowd\": 0, \"bbox\": [1, 1, 4, 4], \"segmentation\": [[1, 1,"
                                                + " 2, 2]]"),
                                annotation(
                                        4,
                                        2,
                                        3,
                                        "\"iscrowd\": 1, \"bbox\": [1, 1, 4, 4], \"segmentation\":"
                                                + " {\"size\": [8, 8], \"counts\": [0, 64]}"),
                                annotation(
                                        5,
                                        5,
                                        3,
                                        "\"iscrowd\": 1, \"bbox\": [1, 1, 4, 4], \"segmentation\":"
                                                + " {\"size\": [8, 8], \"counts\": [0, 64]}"),
                                annotation(
                                        6,
                                        5,
                                        3,
                                        "\"iscrowd\": 0, \"bbox\": [1, 1, 4, 4], \"segmentation\": [[1, 1,"
                                                + " 2, 2]]"))),
                FOLDER);
        assertThat(data.classNames()).containsExactly("a", "b");
        assertThat(data.categoryId(0)).isEqualTo(3);
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.imageId(0)).isEqualTo(2);
        assertThat(data.imageId(1)).isEqualTo(9);
        assertThat(data.file(1)).isEqualTo(Path.of("images/9.png"));

        List<InstanceAnnotation> first = data.annotations(0);
        assertThat(first).extracting(InstanceAnnotation::crowd).containsExactly(false, true);
        assertThat(first.get(0).box().integral()).isFalse();
        PolygonShape polygons = (PolygonShape) first.get(0).shape();
        assertThat(polygons.rings()).hasSize(2);
        assertThat(polygons.rings()).extracting(Coordinates::integral).containsExactly(true, false);

        InstanceAnnotation mask = data.annotations(1).get(0);
        assertThat(mask.category()).isEqualTo(1);
        assertThat(mask.box().integral()).isTrue();
        assertThat(mask.box().xy()).containsExactly(0, 1, 2, 3);
        assertThat(mask.shape()).isEqualTo(new BitMask(4, 3, new byte[] {0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}));
    }

    @Test
    void evaluationKeepsEveryImage() {
        assertThat(CocoInstances.forEvaluation(parse(IMAGES, ""), FOLDER).size())
                .isEqualTo(3);
    }

    @Test
    void annotationsWithoutOutlineHaveABox() {
        CocoInstances data = CocoInstances.forTraining(
                parse(IMAGES, annotation(1, 9, 7, "\"iscrowd\": 0, \"bbox\": [0, 1, 2, 2], \"segmentation\": []")),
                FOLDER);
        assertThat(data.annotations(0).get(0).shape()).isEqualTo(InstanceShape.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99 | 7 | [0, 1, 2, 2] | names image 99",
                "9 | 8 | [0, 1, 2, 2] | no category 8",
                "9 | 7 | [0, 1, NaN, 2] | its box holds NaN",
                "9 | 7 | [0, 1, 2] | it has no box"
            })
    void brokenAnnotationsAreNamed(int image, int category, String box, String message) {
        CocoDataset data = parse(IMAGES, annotation(41, image, category, "\"iscrowd\": 0, \"bbox\": " + box));
        assertThatThrownBy(() -> CocoInstances.forTraining(data, FOLDER))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("data.json: annotation 41: ")
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyDataSetIsRefused() {
        assertThatThrownBy(() -> CocoInstances.forTraining(parse(IMAGES, ""), FOLDER))
                .hasMessageContaining("the data set is empty: none of its 3 images");
    }

    @Test
    void findsTheFilesOfCommonLayouts(@TempDir Path dir) throws IOException {
        Path coco = Files.createDirectories(dir.resolve("coco/annotations")).getParent();
        Files.createDirectories(coco.resolve("val2017"));
        Files.writeString(coco.resolve("annotations/instances_val2017.json"), "{}");
        CocoFolder val = CocoFolder.locate(coco, "val");
        assertThat(val.images()).isEqualTo(coco.resolve("val2017"));
        assertThat(val.split()).isTrue();
        assertThatThrownBy(() -> CocoFolder.locate(coco, "train")).hasMessageContaining("there is no annotation file");

        Path plain = Files.createDirectories(dir.resolve("plain/images")).getParent();
        Files.writeString(plain.resolve("instances.json"), "{}");
        CocoFolder all = CocoFolder.locate(plain, "train");
        assertThat(all.images()).isEqualTo(plain.resolve("images"));
        assertThat(all.split()).isFalse();
        assertThat(CocoFolder.locate(plain.resolve("instances.json"), "train")
                        .images()
                        .getFileName()
                        .toString())
                .isEqualTo("images");
    }

    @Test
    void fileNamesStayInTheFolder() {
        assertThatThrownBy(() -> FOLDER.image("../../etc/passwd")).hasMessageContaining("leads out of the folder");
        assertThatThrownBy(() -> FOLDER.image("/etc/passwd")).hasMessageContaining("leads out of the folder");
    }
}
