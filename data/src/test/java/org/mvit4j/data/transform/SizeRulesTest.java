package org.mvit4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/** Output sizes and crops of the transforms, against detectron2 and torchvision. */
class SizeRulesTest {

    @Test
    void shortestEdgeEqualsTheReference() throws IOException {
        JsonNode rows = new ObjectMapper()
                .readTree(Samples.resource("augment_shapes.json"))
                .at("/resize_shortest_edge/rows");

        assertThat(rows).isNotEmpty();
        for (JsonNode row : rows) {
            ImageSize size = new ResizeShortestEdge(
                            row.get(2).asInt(), row.get(3).asInt())
                    .outputSize(new ImageSize(row.get(1).asInt(), row.get(0).asInt()));
            assertThat(size)
                    .as(row.toString())
                    .isEqualTo(new ImageSize(row.get(5).asInt(), row.get(4).asInt()));
        }
    }

    @Test
    void aSliverKeepsAtLeastOneRow() {
        assertThat(new ResizeShortestEdge(800, 1333).outputSize(new ImageSize(10_000, 1)))
                .isEqualTo(new ImageSize(1333, 1));
    }

    @Test
    void evaluationCropsEqualTorchvision() {
        for (String[] f : Samples.table("eval_crops.tsv")) {
            int size = Integer.parseInt(f[1]);
            EvalCrop crop = f[0].equals("mvit") ? EvalCrop.mvit(size) : EvalCrop.timm(size);
            RgbImage image = Samples.noise(Integer.parseInt(f[2]), Integer.parseInt(f[3]), Integer.parseInt(f[6]));

            assertThat(crop.resizedSize(image.size()))
                    .as(String.join(" ", f))
                    .isEqualTo(new ImageSize(Integer.parseInt(f[4]), Integer.parseInt(f[5])));
            assertThat(Samples.sha256(crop.apply(image)))
                    .as(String.join(" ", f))
                    .isEqualTo(f[7]);
        }
    }

    @Test
    void anExtremeAspectRatioCostsNoMoreThanItsCrop() {
        RgbImage image = Samples.noise(65_000, 1, 5);

        assertThat(EvalCrop.mvit(224).apply(image).size()).isEqualTo(new ImageSize(224, 224));
    }

    @Test
    void centerCropsEqualTorchvision() {
        for (String[] f : Samples.table("center_crops.tsv")) {
            RgbImage image = Samples.noise(Integer.parseInt(f[0]), Integer.parseInt(f[1]), Integer.parseInt(f[4]));
            CenterCrop crop = new CenterCrop(Integer.parseInt(f[2]), Integer.parseInt(f[3]));

            assertThat(Samples.sha256(crop.apply(image)))
                    .as(String.join(" ", f))
                    .isEqualTo(f[5]);
        }
    }

    @Test
    void sidesMustBePositive() {
        assertThatThrownBy(() -> new ResizeShortestEdge(0, 1333)).hasMessageContaining("short side 0");
        assertThatThrownBy(() -> new CenterCrop(5, -1)).hasMessageContaining("5 x -1");
        assertThatThrownBy(() -> new EvalCrop(224, 0)).hasMessageContaining("fraction");
    }
}
