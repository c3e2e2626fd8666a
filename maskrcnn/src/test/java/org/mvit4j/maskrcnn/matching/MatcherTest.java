package org.mvit4j.maskrcnn.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.structures.Boxes;

class MatcherTest {
    @Test
    void matchesAsTheReference() {
        for (Golden c : Golden.read("matcher").items()) {
            int[] shape = c.get("shape").ints();
            var matcher = new Matcher(
                    c.get("thresholds").floats(),
                    c.get("labels").ints(),
                    c.get("low_quality").node().booleanValue());
            Matches matches = matcher.match(
                    MatchQuality.of(shape[0], shape[1], c.get("quality").floats()));
            assertThat(matches.annotation()).containsExactly(c.get("matches").ints());
            assertThat(matches.label()).containsExactly(c.get("match_labels").ints());
        }
    }

    @Test
    void theExampleOfTheDocumentationHolds() {
        float[] quality = {.15f, .45f, .2f, .6f, .3f, .65f, .05f, .1f, .05f, .4f, .25f, .4f};
        Matches matches = Matcher.forAnchors().match(MatchQuality.of(3, 4, quality));
        assertThat(matches.annotation()).containsExactly(1, 1, 2, 0);
        assertThat(matches.label()).containsExactly(-1, 1, 0, 1);
    }

    @Test
    void overlapsAreThoseOfTheReference() {
        Golden golden = Golden.read("iou");
        Boxes first = golden.get("b1").boxes();
        Boxes second = golden.get("b2").boxes();
        var iou = new PairwiseIou(first, second);
        float[] expected = golden.get("iou").floats();
        for (int i = 0; i < first.count(); i++) {
            for (int j = 0; j < second.count(); j++) {
                assertThat(iou.at(i, j)).isCloseTo(expected[i * second.count() + j], within(1e-7f));
            }
        }
    }
}
