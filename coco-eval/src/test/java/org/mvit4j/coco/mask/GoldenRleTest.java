package org.mvit4j.coco.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mvit4j.coco.Golden;

/** Polygons, areas, boxes, unions, intersections and overlaps of pycocotools' mask module. */
class GoldenRleTest {
    private final JsonNode golden = Golden.tree("rle.json");

    private Rle polygon(int index) {
        JsonNode entry = golden.get("polygons").get(index);
        double[] ring = new double[entry.get("poly").size()];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = entry.get("poly").get(i).asDouble();
        }
        return Rle.polygon(ring, entry.get("h").asInt(), entry.get("w").asInt());
    }

    @Test
    void polygonsAreRasterisedAsTheReferenceDoes() {
        for (int i = 0; i < golden.get("polygons").size(); i++) {
            JsonNode entry = golden.get("polygons").get(i);
            Rle mask = polygon(i);
            assertThat(mask.toCompressedString())
                    .as("polygon %d", i)
                    .isEqualTo(entry.get("counts").asText());
            assertThat(Rle.parse(entry.get("counts").asText(), mask.height(), mask.width()))
                    .isEqualTo(mask);
            assertThat(mask.area()).isEqualTo(entry.get("area").asLong());
            double[] box = mask.toBbox();
            for (int k = 0; k < 4; k++) {
                assertThat(box[k]).isEqualTo(entry.get("bbox").get(k).asDouble());
            }
        }
    }

    @Test
    void pairsCombineAndOverlapAsInTheReference() {
        for (JsonNode pair : golden.get("pairs")) {
            Rle a = polygon(pair.get("a").asInt());
            Rle b = polygon(pair.get("b").asInt());
            assertThat(Rle.merge(List.of(a, b), false).toCompressedString())
                    .isEqualTo(pair.get("union").asText());
            assertThat(Rle.merge(List.of(a, b), true).toCompressedString())
                    .isEqualTo(pair.get("inter").asText());
            assertThat(Rle.iou(a, b, false))
                    .isEqualTo(Double.parseDouble(pair.get("iou_hex").asText()));
            assertThat(Rle.iou(a, b, true))
                    .isEqualTo(Double.parseDouble(pair.get("iou_crowd_hex").asText()));
        }
    }
}
