package org.mvit4j.maskrcnn.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreOrderTest {
    @Test
    void ordersSpecialValues() {
        float[] scores = {1, Float.NaN, -0f, 0f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -2, 1};
        assertThat(ScoreOrder.descending(scores)).containsExactly(1, 5, 0, 7, 2, 3, 6, 4);
    }

    @Test
    void selectionIsTheHeadOfTheFullOrder() {
        long seed = 7;
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            var scores = new float[random.nextInt(500)];
            int distinct = 1 + random.nextInt(200);
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(distinct) - 50f;
            }
            int k = random.nextInt(scores.length + 10);
            assertThat(ScoreOrder.top(scores, k))
                    .as("seed %d round %d", seed, round)
                    .containsExactly(Arrays.copyOf(ScoreOrder.descending(scores), Math.min(k, scores.length)));
        }
    }
}
