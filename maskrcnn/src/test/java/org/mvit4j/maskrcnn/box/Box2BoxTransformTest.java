package org.mvit4j.maskrcnn.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.structures.Boxes;

class Box2BoxTransformTest {
    @Test
    void encodesAndDecodesAsTheReference() {
        Golden golden = Golden.read("box2box");
        assertThat((double) Box2BoxTransform.SCALE_CLAMP)
                .isCloseTo(golden.get("scale_clamp").number(), within(1e-6));
        for (Golden c : golden.get("cases").items()) {
            float[] w = c.get("weights").floats();
            var transform = new Box2BoxTransform(w[0], w[1], w[2], w[3]);
            Boxes source = c.get("src").boxes();
            if (c.has("deltas_k3")) {
                close(
                        transform.decode(source, c.get("deltas_k3").floats()),
                        c.get("applied_k3").floats());
                continue;
            }
            float[] deltas = transform.encode(source, c.get("dst").boxes());
            close(deltas, c.get("deltas").floats());
            close(transform.decode(source, deltas), c.get("roundtrip").floats());
            close(
                    transform.decode(source, c.get("deltas2").floats()),
                    c.get("applied2").floats());
        }
    }

    private static void close(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f + Math.abs(expected[i]) * 2e-6f));
        }
    }

    @Test
    void severalDeltasPerBoxDecodeLikeOneAtATime() {
        Boxes boxes = Boxes.of(new float[] {0, 0, 10, 20}, new float[] {5, 5, 9, 8});
        float[] deltas = {.1f, .2f, .3f, .4f, -.1f, 0, 9, 0, 1, 1, 1, 1, 0, 0, 0, 0};
        float[] all = Box2BoxTransform.RPN.decode(boxes, deltas);
        float[] one = Box2BoxTransform.RPN.decode(boxes.select(0, 0, 1, 1), deltas);
        assertThat(all).containsExactly(one);
        assertThat(all[12]).isEqualTo(5f);
    }

    @Test
    void findsWhatDoesNotDecodeToFiniteBoxes() {
        float[] box = {0, 0, 10, 20};
        float[] deltas = {0, 0, 0, 0, Float.NaN, 0, 0, 0, 0, Float.POSITIVE_INFINITY, 0, 0};
        var transform = Box2BoxTransform.RPN;
        assertThat(transform.decodesFinite(box, 0, deltas, 0, 1)).isTrue();
        assertThat(transform.decodesFinite(box, 0, deltas, 4, 1)).isFalse();
        assertThat(transform.decodesFinite(box, 0, deltas, 0, 3)).isFalse();
        // a huge but clamped scale is finite, a huge shift is not
        assertThat(transform.decodesFinite(box, 0, new float[] {0, 0, 3e38f, 0}, 0, 1))
                .isTrue();
        assertThat(transform.decodesFinite(box, 0, new float[] {3e38f, 0, 0, 0}, 0, 1))
                .isFalse();
    }

    @Test
    void refusesEmptySourceBoxes() {
        Boxes empty = Boxes.of(new float[] {3, 3, 3, 9});
        assertThatThrownBy(() -> Box2BoxTransform.RPN.encode(empty, empty)).hasMessageContaining("box 0 is empty");
    }
}
