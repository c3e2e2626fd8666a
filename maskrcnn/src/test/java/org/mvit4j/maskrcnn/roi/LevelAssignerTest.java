package org.mvit4j.maskrcnn.roi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.structures.Boxes;

class LevelAssignerTest {
    @Test
    void assignsAsTheReference() {
        Golden golden = Golden.read("level_assign");
        var assigner = LevelAssigner.of(2, 5);
        float[] sides = golden.get("side").floats();
        var squares = new float[sides.length][];
        for (int i = 0; i < sides.length; i++) {
            squares[i] = new float[] {0, 0, sides[i], sides[i]};
        }
        assertThat(assigner.assign(Boxes.of(squares)))
                .containsExactly(golden.get("level_offset").ints());
        assertThat(assigner.assign(golden.get("rect").boxes()))
                .containsExactly(golden.get("rect_level_offset").ints());
    }
}
