package org.mvit4j.data.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {

    @Test
    void everyPassIsAFreshPermutation() {
        EpochOrder order = EpochOrder.shuffled(30, 7);
        assertThat(order.epoch(0))
                .containsExactlyInAnyOrder(EpochOrder.sequential(30).epoch(0));
        assertThat(order.epoch(0)).isEqualTo(EpochOrder.shuffled(30, 7).epoch(0));
        assertThat(order.epoch(0)).isNotEqualTo(order.epoch(1));
        assertThat(order.epoch(0)).isNotEqualTo(EpochOrder.shuffled(30, 8).epoch(0));
    }

    @Test
    void repeatFactorsOfThreeImages() {
        double[] factors = RepeatFactors.of(List.of(new int[] {0, 1}, new int[] {0}, new int[0]), 2, 0.5);
        assertThat(factors).containsExactly(new double[] {Math.sqrt(1.5), 1, 1}, within(1e-12));
    }

    @Test
    void fractionsRoundAtRandomToTheirMean() {
        EpochOrder order = EpochOrder.repeated(new double[] {2.25, 1, 1}, 3);
        long zeros = 0;
        int passes = 4000;
        for (int e = 0; e < passes; e++) {
            zeros += Arrays.stream(order.epoch(e)).filter(i -> i == 0).count();
        }
        assertThat((double) zeros / passes).isCloseTo(2.25, within(0.03));
    }

    @Test
    void groupsNeverMixAndNoSampleIsLost() {
        BatchSampler sampler = BatchSampler.grouped(EpochOrder.shuffled(13, 1), 2, index -> index % 2);
        int[] seen = new int[13];
        for (int i = 0; i < 130; i++) {
            List<Draw> batch = sampler.next();
            assertThat(batch.stream().map(d -> d.index() % 2).distinct()).hasSize(1);
            batch.forEach(d -> seen[d.index()]++);
        }
        assertThat(Arrays.stream(seen).min().getAsInt()).isGreaterThanOrEqualTo(19);
        assertThat(sampler.state().waiting()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void goesOnFromAnyState() {
        for (int stop : new int[] {0, 1, 7, 20, 33}) {
            BatchSampler whole = BatchSampler.grouped(EpochOrder.shuffled(17, 5), 3, index -> index % 3);
            for (int i = 0; i < stop; i++) {
                whole.next();
            }
            BatchSampler.State state = whole.state();
            BatchSampler resumed = BatchSampler.grouped(EpochOrder.shuffled(17, 5), 3, index -> index % 3);
            resumed.restore(state);
            List<List<Draw>> expected = new ArrayList<>();
            List<List<Draw>> got = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                expected.add(whole.next());
                got.add(resumed.next());
            }
            assertThat(got).as("after %d batches", stop).isEqualTo(expected);
        }
    }

    @Test
    void refusesToResumeOnAnotherDataSet() {
        BatchSampler sampler = BatchSampler.of(EpochOrder.shuffled(4, 0), 2);
        assertThatThrownBy(() -> sampler.restore(new BatchSampler.State(0, 9, 9, List.of())))
                .hasMessageContaining("the data set changed");
    }

    @Test
    void anEmptyDataSetIsRefused() {
        assertThatThrownBy(() -> EpochOrder.shuffled(0, 1)).hasMessageContaining("empty");
    }
}
