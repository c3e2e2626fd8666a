package org.mvit4j.maskrcnn.structures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;

class InstancesTest {
    @Test
    void rescalesAsTheReference() {
        Golden golden = Golden.read("postprocess_boxes");
        int[] in = golden.get("in_hw").ints();
        int[] out = golden.get("out_hw").ints();
        var instances = new Instances(
                new ImageSize(in[0], in[1]),
                golden.get("boxes_in").boxes(),
                new float[] {.9f, .8f, .7f, .6f},
                new int[] {0, 1, 2, 3},
                new SoftMasks(1, new float[] {0, .1f, .2f, .3f}));
        Instances rescaled = instances.rescale(new ImageSize(out[0], out[1]));
        assertThat(rescaled.boxes().xyxy())
                .containsExactly(golden.get("boxes_out").floats());
        assertThat(rescaled.classes()).containsExactly(golden.get("kept").ints());
        assertThat(rescaled.masks()).isNotNull();
        assertThat(rescaled.masks().values()).containsExactly(0, .1f, .2f);
    }

    @Test
    void refusesPartsThatDoNotBelongTogether() {
        assertThatThrownBy(() -> new Instances(new ImageSize(2, 2), Boxes.EMPTY, new float[1], new int[0], null))
                .hasMessageContaining("0 boxes, 1 scores");
        assertThatThrownBy(() -> new Boxes(new float[3])).hasMessageContaining("4 numbers each");
    }
}
