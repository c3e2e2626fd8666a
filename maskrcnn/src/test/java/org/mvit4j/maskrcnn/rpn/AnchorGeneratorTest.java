package org.mvit4j.maskrcnn.rpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;

class AnchorGeneratorTest {
    static AnchorGenerator of(Golden golden) {
        return new AnchorGenerator(
                golden.get("sizes").items().stream().map(Golden::doubles).toList(),
                golden.get("aspect_ratios").doubles(),
                golden.get("strides").ints(),
                golden.get("offset").number());
    }

    @Test
    void equalsTheReference() {
        Golden golden = Golden.read("anchors");
        AnchorGenerator anchors = of(golden);
        for (int level = 0; level < anchors.levels(); level++) {
            int[] hw = golden.get("feature_hw").get(level).ints();
            assertThat(anchors.cellAnchors(level).xyxy())
                    .containsExactly(golden.get("cell_anchors").get(level).floats());
            assertThat(anchors.grid(level, hw[0], hw[1]).xyxy())
                    .containsExactly(golden.get("anchors").get(level).floats());
        }
    }

    @Test
    void offsetMovesCentres() {
        var anchors = new AnchorGenerator(List.of(new double[] {32, 64}), new double[] {.25, 1, 4}, new int[] {4}, .5);
        assertThat(anchors.grid(0, 1, 2).xyxy())
                .startsWith(-30, -6, 34, 10, -14, -14, 18, 18)
                .endsWith(-26, -30, 38, 34, -10, -62, 22, 66);
    }

    @Test
    void countsAt800x1344() {
        AnchorGenerator anchors = of(Golden.read("anchors"));
        int[][] maps = {{200, 336}, {100, 168}, {50, 84}, {25, 42}, {13, 21}};
        int total = 0;
        for (int level = 0; level < maps.length; level++) {
            total += anchors.grid(level, maps[level][0], maps[level][1]).count();
        }
        assertThat(total).isEqualTo(268_569);
    }
}
