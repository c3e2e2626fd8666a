package org.mvit4j.coco.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;

class BootstrapTest {
    private static final Matches MATCHES =
            ReaccumulatorTest.matches(new RandomScenes(3, 60, 3, 0).results(), EvalParams.bbox());
    private static final List<Figure> FIGURES = Figure.of(EvalParams.bbox());
    private static final BootstrapSettings FEW = BootstrapSettings.DEFAULT.withDraws(200);

    @Test
    void anyNumberOfThreadsGivesTheSameIntervals() {
        AtomicLong steps = new AtomicLong();
        Bootstrap[] runs = new Bootstrap[2];
        for (int i = 0; i < 2; i++) {
            try (Workers workers = new Workers(1 + 2 * i)) {
                runs[i] = Bootstrap.run(MATCHES, FIGURES, FEW, workers, steps::addAndGet);
            }
        }
        assertThat(steps).hasValue(400);
        for (int f = 0; f < FIGURES.size(); f++) {
            assertThat(runs[0].interval(f)).isEqualTo(runs[1].interval(f));
            assertThat(runs[0].interval(f, 1)).isEqualTo(runs[1].interval(f, 1));
        }
        Bootstrap other = Bootstrap.run(MATCHES, FIGURES, FEW.withSeed(2));
        assertThat(other.interval("AP").low())
                .isNotEqualTo(runs[0].interval("AP").low());
    }

    @ParameterizedTest
    @EnumSource
    void intervalsAreAboutFourStandardErrorsWide(IntervalMethod method) {
        Interval interval =
                Bootstrap.run(MATCHES, FIGURES, FEW.withMethod(method)).interval("AP");
        assertThat(interval.defined()).isTrue();
        assertThat(interval.images()).isBetween(20, 60);
        assertThat((interval.high() - interval.low()) / interval.standardError())
                .isBetween(3.2, 5.0);
        assertThat(interval.low()).isLessThan(interval.estimate());
    }

    @Test
    void drawsAreIndependent() {
        // the standard error of recall of one category, a ratio of sums over images, is known in closed form
        double[] found = new double[MATCHES.imageIds().length];
        double[] objects = new double[found.length];
        for (int c = 0; c < MATCHES.cells(); c++) {
            if (MATCHES.category(c) == 0) {
                objects[MATCHES.image(c)] = MATCHES.objects(c, 0);
                for (int d = 0; d < MATCHES.detections(c); d++) {
                    for (int t = 0; t < 10; t++) {
                        found[MATCHES.image(c)] += MATCHES.outcome(c, d, 0, t) == Matches.Outcome.HIT ? 0.1 : 0;
                    }
                }
            }
        }
        double allFound = Arrays.stream(found).sum();
        double all = Arrays.stream(objects).sum();
        double squares = 0;
        for (int i = 0; i < found.length; i++) {
            squares += Math.pow(found[i] - allFound / all * objects[i], 2);
        }
        Bootstrap bootstrap = Bootstrap.run(MATCHES, FIGURES, BootstrapSettings.DEFAULT);
        int ar = FIGURES.stream().map(Figure::name).toList().indexOf("AR@100");
        assertThat(bootstrap.interval(ar, 0).estimate()).isCloseTo(allFound / all, within(1e-12));
        assertThat(bootstrap.interval(ar, 0).standardError())
                .isCloseTo(Math.sqrt(squares) / all, within(0.12 * Math.sqrt(squares) / all));
    }

    @Test
    void withoutImagesThereIsNoInterval() {
        Matches one = ReaccumulatorTest.matches(new RandomScenes(1, 1, 2, 0).results(), EvalParams.bbox());
        Interval interval = Bootstrap.run(one, FIGURES, FEW).interval("APs");
        assertThat(interval.defined()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> FEW.withDraws(3)).withMessageContaining("at least 20");
    }

    @Test
    void aDetectorDoesNotDifferFromItself() {
        try (Workers workers = new Workers(2)) {
            PairedTest test = PairedTest.run(MATCHES, MATCHES, FIGURES, FEW, workers, n -> {});
            assertThat(test.outcome(0).difference().estimate()).isZero();
            assertThat(test.outcome(0).pValue()).isEqualTo(1);
            assertThat(test.permutationPValue(0, workers, n -> {})).isEqualTo(1);
        }
    }

    @Test
    void aBetterDetectorIsFoundBetter() {
        Matches better = ReaccumulatorTest.matches(new RandomScenes(3, 60, 3, 0).results(), EvalParams.bbox());
        RandomScenes worseScenes = new RandomScenes(3, 60, 3, 0);
        for (int i = 0; i < worseScenes.scenes.size(); i += 2) {
            worseScenes
                    .scenes
                    .get(i)
                    .detections()
                    .replaceAll(b -> new RandomScenes.Box(
                            b.category(), b.score(), b.x() + 0.3 * b.side(), b.y(), b.side(), false));
        }
        Matches worse = ReaccumulatorTest.matches(worseScenes.results(), EvalParams.bbox());
        try (Workers workers = new Workers(2)) {
            PairedTest test = PairedTest.run(better, worse, FIGURES, FEW, workers, n -> {});
            PairedTest.Outcome outcome = test.outcome(0);
            assertThat(outcome.difference().estimate()).isCloseTo(outcome.first() - outcome.second(), within(1e-15));
            assertThat(outcome.pValue()).isLessThan(0.01);
            assertThat(outcome.difference().low()).isPositive();
            assertThat(test.permutationPValue(0, workers, n -> {})).isLessThan(0.02);
        }
    }
}
