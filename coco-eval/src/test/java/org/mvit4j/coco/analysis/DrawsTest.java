package org.mvit4j.coco.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Differences whose draws are normal, with mean 0.5 and standard deviation 0.1. */
class DrawsTest {
    private static final int DRAWS = 20_000;

    private static Draws draws() {
        double[] values = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            values[i] = new NormalDistribution(null, 0.5, 0.1).inverseCumulativeProbability((i + 0.5) / DRAWS);
        }
        return new Draws(0.5, values);
    }

    private static Draws.Correction images(int n) {
        return new Draws.Correction(0, Math.sqrt(n / (n - 1.0)), 0, n - 1, n);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6, 10, 100})
    void theIntervalIsThatOfATTest(int n) {
        double half = 0.1 * Math.sqrt(n / (n - 1.0)) * new TDistribution(n - 1).inverseCumulativeProbability(0.975);
        Interval interval = draws().difference(0.95, images(n));
        assertThat(interval.low()).isCloseTo(0.5 - half, within(0.02 * half));
        assertThat(interval.high()).isCloseTo(0.5 + half, within(0.02 * half));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1.5, 0, 0.2, 0.45, 0.75})
    void thePValueIsThatOfATTestHoweverFarAway(double value) {
        double t = (value - 0.5) / (0.1 * Math.sqrt(20 / 19.0));
        double expected = 2 * new TDistribution(19).cumulativeProbability(-Math.abs(t));
        assertThat(draws().pValue(value, images(20))).isCloseTo(expected, within(0.1 * expected));
    }

    @Test
    void theBoundOfAnIntervalIsWhereThePValueIsItsLevel() {
        for (int n : new int[] {3, 5, 30}) {
            Interval interval = draws().difference(0.95, images(n));
            assertThat(draws().pValue(interval.low(), images(n)))
                    .as("%d images", n)
                    .isCloseTo(0.05, within(0.002));
        }
    }

    @Test
    void equalDrawsProveNothing() {
        double[] equal = new double[100];
        assertThat(new Draws(0, equal).pValue(0, images(5))).isEqualTo(1);
        assertThat(new Draws(0, equal).pValue(0.1, images(5))).isGreaterThan(0.03);
    }
}
