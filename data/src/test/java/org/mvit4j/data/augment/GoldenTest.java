package org.mvit4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.transform.ResizeShortestEdge;

/** Shapes and coordinates computed by detectron2. */
class GoldenTest {

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    private static ImageSize size(JsonNode row) {
        return new ImageSize(row.get(1).asInt(), row.get(0).asInt());
    }

    @Test
    void shortestEdge() throws IOException {
        for (JsonNode row : golden("augment_shapes").get("resize_shortest_edge").get("rows")) {
            ImageSize out =
                    new ResizeShortestEdge(row.get(2).asInt(), row.get(3).asInt()).outputSize(size(row));
            assertThat(out)
                    .as(row.toString())
                    .isEqualTo(new ImageSize(row.get(5).asInt(), row.get(4).asInt()));
        }
    }

    @Test
    void resizeScale() throws IOException {
        ResizeScale augmentation = new ResizeScale(0.1, 2.0, 1024, 1024);
        for (JsonNode row : golden("augment_shapes").get("resize_scale_1024").get("rows")) {
            ImageSize out = augmentation.at(size(row), row.get(2).asDouble()).outputSize();
            assertThat(out)
                    .as(row.toString())
                    .isEqualTo(new ImageSize(row.get(4).asInt(), row.get(3).asInt()));
        }
    }

    @Test
    void fixedSizeCrop() throws IOException {
        FixedSizeCrop padded = new FixedSizeCrop(1024, 1024, true, 128);
        FixedSizeCrop plain = new FixedSizeCrop(1024, 1024, false, 0);
        for (JsonNode row : golden("augment_shapes").get("fixed_size_crop_1024").get("rows")) {
            CropTo crop = (CropTo) plain.at(size(row), row.get(2).asDouble());
            assertThat(List.of(crop.x(), crop.y(), crop.width(), crop.height()))
                    .as(row.toString())
                    .isEqualTo(List.of(
                            row.get(3).asInt(),
                            row.get(4).asInt(),
                            row.get(5).asInt(),
                            row.get(6).asInt()));
            assertThat(crop.outputSize())
                    .as(row.toString())
                    .isEqualTo(new ImageSize(
                            1024 - row.get(7).asInt(), 1024 - row.get(8).asInt()));
            assertThat(padded.at(size(row), row.get(2).asDouble()).outputSize()).isEqualTo(new ImageSize(1024, 1024));
        }
    }

    @Test
    void flip() throws IOException {
        JsonNode flip = golden("annotation_transforms").get("flip400");
        Mirror mirror = new Mirror(new ImageSize(400, 400));
        assertThat(mirror.applyToBox(Coordinates.integers(doubles(flip.get("in"))))
                        .xy())
                .containsExactly(doubles(flip.get("bbox")));
        for (int i = 0; i < flip.get("seg_in").size(); i++) {
            assertThat(mirror.apply(Coordinates.integers(
                                    doubles(flip.get("seg_in").get(i))))
                            .xy())
                    .containsExactly(doubles(flip.get("seg").get(i)));
        }
    }

    @Test
    void cropsCutPolygons() throws IOException {
        JsonNode golden = golden("annotation_transforms").get("crop_polygons");
        List<Coordinates> rings = new ArrayList<>();
        golden.get("in").forEach(ring -> rings.add(Coordinates.integers(doubles(ring))));
        for (JsonNode wanted : golden.get("cases")) {
            JsonNode window = wanted.get("crop_xywh");
            CropTo crop = new CropTo(
                    new ImageSize(2000, 2000),
                    window.get(0).asInt(),
                    window.get(1).asInt(),
                    window.get(2).asInt(),
                    window.get(3).asInt());
            List<Coordinates> cut = crop.applyToRings(rings);
            assertThat(cut).as(window.toString()).hasSize(wanted.get("polygons").size());
            for (int i = 0; i < cut.size(); i++) {
                assertThat(Math.abs(Rings.area(cut.get(i).xy())))
                        .isCloseTo(wanted.get("areas").get(i).asDouble(), within(1e-9));
                assertThat(Rings.sortedPoints(cut.get(i).xy()))
                        .usingElementComparator(Rings.close(1e-9))
                        .isEqualTo(
                                Rings.sortedPoints(points(wanted.get("polygons").get(i))));
            }
        }
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    private static double[] points(JsonNode pairs) {
        double[] values = new double[2 * pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            values[2 * i] = pairs.get(i).get(0).asDouble();
            values[2 * i + 1] = pairs.get(i).get(1).asDouble();
        }
        return values;
    }
}
