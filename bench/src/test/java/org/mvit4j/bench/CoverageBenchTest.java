package org.mvit4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.IntervalMethod;

/** A small, seeded edition of the benchmark; its bounds leave room for three standard errors. */
class CoverageBenchTest {
    private static final int SETS = 150;
    private static final int DRAWS = 200;

    @Test
    void intervalsHoldTheTruthAsOftenAsTheyPromise() {
        try (Workers workers = new Workers(2)) {
            CoverageBench.Truth truth = CoverageBench.Truth.of(20_000, workers);
            double[][] coverage = CoverageBench.coverage(truth, 100, SETS, DRAWS, IntervalMethod.HALF_SAMPLE, workers);
            int mean = SimulatedDetector.categories();
            assertThat(coverage[0][mean]).as("AP").isBetween(0.89, 0.99);
            assertThat(coverage[0][0]).as("AP of the most frequent category").isBetween(0.89, 0.99);
            assertThat(coverage[1][mean]).as("AP50").isBetween(0.89, 0.99);
        }
    }

    @Test
    void equalDetectorsSeldomDiffer() {
        try (Workers workers = new Workers(2)) {
            double[] rates = CoverageBench.falsePositives(100, SETS, DRAWS, 4, workers);
            assertThat(rates[0]).as("bootstrap").isBetween(0.005, 0.105);
            assertThat(rates[rates.length - 1]).as("permutation").isBetween(0.005, 0.105);
        }
    }
}
