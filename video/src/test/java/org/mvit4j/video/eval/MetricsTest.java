package org.mvit4j.video.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.loader.SeedMix;

class MetricsTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private static ClassificationEvaluation of(int[] labels, double[]... scores) {
        List<String> videos =
                IntStream.range(0, labels.length).mapToObj(i -> "video " + i).toList();
        return new ClassificationEvaluation(
                NAMES, "protocol", videos, labels, Arrays.asList(scores), Arrays.asList(scores), List.of());
    }

    @Test
    void equalScoresGoToTheLowerClass() {
        ClassificationEvaluation tie =
                of(new int[] {1, 2}, new double[] {.1, .4, .4, .1}, new double[] {.1, .4, .4, .1});
        assertThat(tie.top(1)).isEqualTo(0.5);
        assertThat(tie.top(2)).isEqualTo(1);
        assertThat(tie.predicted()).containsExactly(1, 1);
    }

    @Test
    void topCountsAsSortingDoes() {
        var random = SeedMix.random(2, 2);
        int[] labels = new int[200];
        double[][] scores = new double[200][4];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(4);
            Arrays.setAll(scores[i], c -> random.nextInt(5));
        }
        ClassificationEvaluation evaluation = of(labels, scores);
        for (int k = 1; k <= 4; k++) {
            int hits = 0;
            for (int i = 0; i < labels.length; i++) {
                List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
                double[] row = scores[i];
                order.sort((a, b) -> Double.compare(row[b], row[a]));
                hits += order.indexOf(labels[i]) < k ? 1 : 0;
            }
            assertThat(evaluation.top(k)).isEqualTo(hits / 200.0);
        }
    }

    @Test
    void meanRecallOverClassesThatOccur() {
        // class 3 has no videos but is given once
        ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 3}, 5);
        assertThat(matrix.recall(0)).isEqualTo(0.5);
        assertThat(matrix.precision(1)).isEqualTo(0.5);
        assertThat(matrix.recall(3)).isNaN();
        assertThat(matrix.meanRecall(false)).isCloseTo((0.5 + 1 + 0) / 3, within(1e-12));
        assertThat(matrix.meanRecall(true)).isCloseTo((0.5 + 1 + 0 + 0) / 4, within(1e-12));
    }

    @Test
    void divergenceIsThatOfTheBook() {
        ClassificationEvaluation p = of(new int[] {0}, new double[] {.5, .5, 0, 0});
        ClassificationEvaluation q = of(new int[] {0}, new double[] {.25, .25, .25, .25});
        ShuffleStudy study = new ShuffleStudy(p, List.of(q, p));
        assertThat(study.divergence()).isCloseTo(Math.log(2) / 2, within(1e-12));
        assertThatThrownBy(() -> new ShuffleStudy(p, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersAreKeyedByVideoAndView() {
        FrameOrder order = FrameOrder.random(5);
        assertThat(order.of(16, 3, 1)).isEqualTo(FrameOrder.random(5).of(16, 3, 1));
        assertThat(order.of(16, 3, 1)).isNotEqualTo(order.of(16, 3, 0)).isNotEqualTo(order.of(16, 4, 1));
        assertThat(Arrays.stream(order.of(16, 3, 1)).sorted().toArray())
                .isEqualTo(IntStream.range(0, 16).toArray());
        assertThat(FrameOrder.REVERSE.of(3, 0, 0)).containsExactly(2, 1, 0);
        assertThat(FrameOrder.still(1).of(3, 0, 0)).containsExactly(1, 1, 1);
        assertThat(FrameOrder.sortedBy(1, 2, 0).of(3, 0, 0)).containsExactly(1, 2, 0);
        assertThatThrownBy(() -> FrameOrder.sortedBy(1, 1, 0)).hasMessageContaining("no permutation");
        assertThatThrownBy(() -> FrameOrder.sortedBy(1, 0).of(3, 0, 0)).hasMessageContaining("does not fit");
    }
}
