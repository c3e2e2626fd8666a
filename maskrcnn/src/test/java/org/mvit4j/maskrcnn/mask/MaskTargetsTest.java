package org.mvit4j.maskrcnn.mask;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.structures.InstanceMask;

class MaskTargetsTest {
    private static byte[] bits(Golden rows) {
        var joined = new StringBuilder();
        for (JsonNode row : rows.node()) {
            joined.append(row.textValue());
        }
        var bits = new byte[joined.length()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) (joined.charAt(i) - '0');
        }
        return bits;
    }

    @Test
    void targetsEqualTheReference() {
        Golden golden = Golden.read("mask_targets");
        int[] hw = golden.get("bitmask_hw").ints();
        for (int i = 0; i < golden.get("boxes").items().size(); i++) {
            float[] box = golden.get("boxes").get(i).floats();
            List<double[]> polygons = golden.get("polygons").get(i).items().stream()
                    .map(Golden::doubles)
                    .toList();
            InstanceMask shape = PolygonMask.of(polygons);
            InstanceMask single = PolygonMask.of(polygons, PolygonMask.Ratio.FLOAT);
            InstanceMask pixels = new BitMask(bits(golden.get("bitmask_full").get(i)), hw[0], hw[1]);
            for (int side : new int[] {28, 14}) {
                assertThat(shape.cropAndResize(box, side))
                        .containsExactly(bits(
                                golden.get("polygon_" + side + "_double_ratio").get(i)));
                assertThat(single.cropAndResize(box, side))
                        .containsExactly(bits(golden.get("polygon_" + side).get(i)));
                assertThat(pixels.cropAndResize(box, side))
                        .containsExactly(bits(golden.get("bitmask_" + side).get(i)));
            }
        }
    }
}
