package org.mvit4j.coco.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;

/** Curves, calibration, confusion and ranking against hand-made scenes and slow recomputation. */
class DiagnosisTest {
    /** Two categories: one object found twice, one missed, one taken for the other, one crowd with a detection inside. */
    private static CocoResults scene() {
        return new HandScene(3, 7)
                .image()
                .object(3, 0, 0, 50, 50)
                .object(3, 100, 0, 50, 50)
                .object(7, 200, 0, 50, 50)
                .crowd(3, 400, 0, 90, 90)
                .found(3, 0.9, 0, 0, 50, 50)
                .found(3, 0.8, 0, 0, 50, 49)
                .found(3, 0.7, 200, 0, 50, 50)
                .found(3, 0.6, 410, 10, 20, 20)
                .found(7, 0.05, 200, 0, 50, 50)
                .results();
    }

    @Test
    void confusionLeavesCrowdsNeutral() {
        CocoResults results = scene();
        try (Workers workers = new Workers(1)) {
            ConfusionMatrix matrix = ConfusionMatrix.of(
                    results.dataset(), results, EvalParams.bbox(), 0.5, new double[] {0.1, 0.1}, 100, workers, n -> {});
            assertThat(matrix.categories()).containsExactly(3L, 7L);
            assertThat(matrix.counts()).isDeepEqualTo(new int[][] {{1, 0, 1}, {1, 0, 0}, {1, 0, 0}});
            assertThat(matrix.mistakes()).containsExactly(new ConfusionMatrix.Mistake(1, 0, 1));
            ConfusionMatrix all = ConfusionMatrix.of(
                    results.dataset(), results, EvalParams.bbox(), 0.5, new double[2], 100, workers, n -> {});
            assertThat(all.counts()).isDeepEqualTo(new int[][] {{1, 0, 1}, {0, 1, 0}, {2, 0, 0}});
        }
    }

    @Test
    void curvesOfTheScene() {
        CocoResults results = scene();
        Matches matches = ReaccumulatorTest.matches(results, EvalParams.bbox());
        ScoreCurve cat = ScoreCurve.perCategory(matches, 0, 1).get(0);
        assertThat(cat.objects()).isEqualTo(2);
        assertThat(cat.size()).isEqualTo(3); // the one in the crowd does not count
        assertThat(cat.best()).contains(new OperatingPoint(0.9, 1, 0.5, 2 / 3.0, 1, 0));
        assertThat(cat.atPrecision(0.5)).contains(new OperatingPoint(0.8, 0.5, 0.5, 0.5, 1, 1));
        assertThat(cat.atPrecision(1.1)).isEmpty();
        assertThat(cat.atScore(0.75).orElseThrow().misses()).isEqualTo(1);
        ScoreCurve both = ScoreCurve.overall(matches, 0, 2);
        OperatingPoint last = both.point(both.size() - 1);
        assertThat(last.precision()).isEqualTo(0.5);
        assertThat(last.f()).isCloseTo(5 * 0.5 * (2 / 3.0) / (4 * 0.5 + 2 / 3.0), within(1e-15));
        assertThat(both.thinned(2)).containsExactly(both.point(0), last);
    }

    @Test
    void calibrationOfTheScene() {
        Calibration calibration = Calibration.of(ReaccumulatorTest.matches(scene(), EvalParams.bbox()), 0, 10);
        assertThat(calibration.detections()).isEqualTo(4);
        assertThat(calibration.maximumError()).isCloseTo(0.95, within(1e-12)); // the dog of score 0.05 is right
        assertThat(calibration.expectedError()).isCloseTo((0.1 + 0.8 + 0.7 + 0.95) / 4, within(1e-12));
        assertThat(calibration.bins().get(9)).isEqualTo(new Calibration.Bin(0.9, 1, 1, 0.9, 1));
        assertThat(calibration.bins().get(3).accuracy()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void lossIsThatOfLeavingTheImageOut(long seed) {
        RandomScenes scenes = new RandomScenes(seed, 10, 3, 0);
        Matches matches = ReaccumulatorTest.matches(scenes.results(), EvalParams.bbox());
        double whole = Summary.of(matches.accumulate()).ap();
        List<ImageRanking.Cost> costs;
        try (Workers workers = new Workers(2)) {
            costs = ImageRanking.costs(matches, Figure.of(matches.params()).get(0), 0, new double[3], workers);
        }
        for (int i = 0; i < 10; i++) {
            int[] copies = new int[10];
            Arrays.fill(copies, 1);
            copies[i] = 0;
            double without = Summary.of(ReaccumulatorTest.matches(scenes.results(copies), EvalParams.bbox())
                            .accumulate())
                    .ap();
            assertThat(costs.get(i).loss()).as("seed " + seed).isCloseTo(without - whole, within(1e-12));
        }
        List<ImageRanking.Cost> worst = ImageRanking.byLoss(costs, 3);
        assertThat(worst).hasSize(3);
        assertThat(worst.get(0).loss()).isGreaterThanOrEqualTo(worst.get(2).loss());
        assertThat(ImageRanking.byMistakes(costs, 1).get(0).mistakes())
                .isEqualTo(costs.stream()
                        .mapToInt(ImageRanking.Cost::mistakes)
                        .max()
                        .orElse(-1));
    }

    @Test
    void mistakesAreCountedAtTheWorkingScore() {
        Matches matches = ReaccumulatorTest.matches(scene(), EvalParams.bbox());
        try (Workers workers = new Workers(1)) {
            ImageRanking.Cost cost = ImageRanking.costs(
                            matches, Figure.of(matches.params()).get(0), 0, new double[] {0.75, 0.1}, workers)
                    .get(0);
            assertThat(cost).isEqualTo(new ImageRanking.Cost(1, 0, 3, 1, 2));
        }
    }
}
