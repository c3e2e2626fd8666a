package org.mvit4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.IntervalMethod;

/** A small, seeded edition of the benchmark; its bounds leave room for three standard errors. */
class CoverageBenchTest {
    private static final int SETS = 150;
    private static final int DRAWS = 200;

    private static Coverage coverage(Workers workers) {
        return new Coverage(SimulatedDetector.World.PLAIN, 0, 100, SETS, DRAWS, workers, () -> {});
    }

    @Test
    void intervalsHoldTheTruthAsOftenAsTheyPromise() {
        try (Workers workers = new Workers(2)) {
            Coverage coverage = coverage(workers);
            Coverage.Count[][] counts = coverage.intervals(coverage.truth(20_000), IntervalMethod.HALF_SAMPLE);
            int mean = SimulatedDetector.World.PLAIN.categories();
            assertThat(counts[0][mean].held()).as("AP").isBetween(0.89, 0.995);
            assertThat(counts[0][0].held())
                    .as("AP of the most frequent category")
                    .isBetween(0.89, 0.995);
            assertThat(counts[1][mean].held()).as("AP50").isBetween(0.89, 0.995);
        }
    }

    @Test
    void equalDetectorsSeldomDiffer() {
        try (Workers workers = new Workers(2)) {
            Coverage.FalsePositives found = coverage(workers).falsePositives(4, Coverage.FIGURES.subList(0, 1));
            int mean = SimulatedDetector.World.PLAIN.categories();
            assertThat(found.bootstrap()[0][mean]).as("bootstrap").isBetween(0.005, 0.105);
            assertThat(found.permutation()).as("permutation").isBetween(0.005, 0.105);
        }
    }
}
