package org.mvit4j.maskrcnn.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelSamplerTest {
    private static int[] labels(int positives, int negatives, int ignored) {
        var labels = new int[positives + negatives + ignored];
        Arrays.fill(labels, 0, positives, Matcher.POSITIVE);
        Arrays.fill(labels, positives + negatives, labels.length, Matcher.IGNORED);
        return labels;
    }

    @Test
    void positivesAreBoundedAndNegativesFillUp() {
        var sampler = new LabelSampler(256, 0.5);
        var many = sampler.sample(labels(300, 300, 50), RandomSubset.first());
        assertThat(many.positives()).hasSize(128);
        assertThat(many.negatives()).hasSize(128);
        var few = sampler.sample(labels(3, 1000, 50), RandomSubset.first());
        assertThat(few.positives()).containsExactly(0, 1, 2);
        assertThat(few.negatives()).hasSize(253);
        assertThat(few.all()).hasSize(256).startsWith(0, 1, 2, 3);
        var scarce = sampler.sample(labels(200, 4, 0), RandomSubset.first());
        assertThat(scarce.all()).hasSize(132);
    }

    @Test
    void uniformSubsetsAreDistinctReproducibleAndFair() {
        var counts = new int[10];
        RandomSubset subset = RandomSubset.uniform(new Random(3));
        for (int i = 0; i < 10_000; i++) {
            int[] chosen = subset.choose(10, 3);
            assertThat(chosen).doesNotHaveDuplicates();
            for (int index : chosen) {
                counts[index]++;
            }
        }
        assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 2800 && count < 3200);
        assertThat(RandomSubset.uniform(new Random(9)).choose(100, 20))
                .containsExactly(RandomSubset.uniform(new Random(9)).choose(100, 20));
    }
}
