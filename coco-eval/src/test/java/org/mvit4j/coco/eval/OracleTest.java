package org.mvit4j.coco.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;

/** The fast evaluator against the slow one on random scenes: every double of every array. */
class OracleTest {
    @ParameterizedTest
    @CsvSource({"BBOX, 600", "SEGM, 400", "KEYPOINTS, 120"})
    void everyDoubleIsTheOracles(IouType type, int cases) {
        double apSum = 0;
        for (long seed = 0; seed < cases; seed++) {
            Scene scene = new Scene(seed, type, seed % 4 == 0);
            EvalParams params = scene.params();
            CocoDataset dataset = scene.dataset(Strictness.COMPATIBLE);
            CocoResults results = scene.results(dataset);

            EvalArrays arrays = CocoEvaluator.evaluate(dataset, results, params).accumulate();

            ScalarOracle oracle = new ScalarOracle(scene, params);
            String label = type + ", seed " + seed;
            assertSame(arrays.recall(), oracle.recall, label + ", recall");
            assertSame(arrays.precision(), oracle.precision, label + ", precision");
            assertSame(arrays.scores(), oracle.scores, label + ", scores");
            double ap = Cells.of(arrays).mean(0, params.maxDetections().length - 1);
            assertThat(ap).as(label).isEqualTo(oracle.ap());
            apSum += Math.max(0, ap);
        }
        assertThat(apSum).as("the scenes must be neither hopeless nor trivial").isBetween(0.05 * cases, 0.95 * cases);
    }

    private static void assertSame(double[] actual, double[] expected, String label) {
        assertThat(actual).as(label).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            if (Double.doubleToLongBits(actual[i] + 0.0) != Double.doubleToLongBits(expected[i] + 0.0)) {
                throw new AssertionError(label + "[" + i + "] is " + actual[i] + ", not " + expected[i]);
            }
        }
    }

    @Test
    void shardsJoinInAnyOrderAndGrouping() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            Scene scene = new Scene(seed, IouType.BBOX, false);
            CocoDataset dataset = scene.dataset(Strictness.COMPATIBLE);
            CocoResults results = scene.results(dataset);
            EvalParams params = EvalParams.bbox();
            EvalArrays whole = CocoEvaluator.evaluate(dataset, results, params).accumulate();
            List<Matches> shards = new ArrayList<>();
            for (long image : scene.images) {
                EvalParams one = params.toBuilder().imageIds(image).build();
                shards.add(copy(CocoEvaluator.evaluate(dataset, results, one)));
            }
            Random random = new Random(seed);
            while (shards.size() > 1) {
                Collections.shuffle(shards, random);
                shards.add(shards.remove(0).merge(shards.remove(0)));
            }
            EvalArrays joined = serialised(shards.get(0)).accumulate();
            assertSame(joined.precision(), whole.precision(), "seed " + seed);
            assertSame(joined.recall(), whole.recall(), "seed " + seed);
            assertSame(joined.scores(), whole.scores(), "seed " + seed);
        }
    }

    private static Matches copy(Matches matches) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        matches.write(bytes);
        return Matches.read(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static Matches serialised(Matches matches) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(matches);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Matches) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void imagesMayComeOneByOneAndBeAskedForInBetween() {
        for (long seed = 0; seed < 40; seed++) {
            Scene scene = new Scene(seed, IouType.SEGM, false);
            CocoDataset dataset = scene.dataset(Strictness.COMPATIBLE);
            CocoResults results = scene.results(dataset);
            IncrementalEvaluation evaluation = new IncrementalEvaluation(dataset, EvalParams.segm());
            List<Long> seen = new ArrayList<>();
            for (long image : scene.images) {
                evaluation.add(results, image);
                seen.add(image);
                long[] ids = seen.stream().mapToLong(Long::longValue).toArray();
                EvalParams only = EvalParams.segm().toBuilder().imageIds(ids).build();
                assertSame(
                        evaluation.matches().accumulate().precision(),
                        CocoEvaluator.evaluate(dataset, results, only)
                                .accumulate()
                                .precision(),
                        "seed " + seed);
            }
        }
    }

    @Test
    void outcomesOfMatchesAgreeWithRecall() {
        Scene scene = new Scene(5, IouType.BBOX, false);
        CocoDataset dataset = scene.dataset(Strictness.COMPATIBLE);
        Matches matches = CocoEvaluator.evaluate(dataset, scene.results(dataset), EvalParams.bbox());
        EvalArrays arrays = matches.accumulate();
        int last = arrays.shape()[4] - 1;
        for (int k = 0; k < arrays.categories().length; k++) {
            int hits = 0;
            int objects = 0;
            for (int cell = 0; cell < matches.cells(); cell++) {
                if (matches.category(cell) == k) {
                    objects += matches.objects(cell, 0);
                    for (int d = 0; d < matches.detections(cell); d++) {
                        hits += matches.outcome(cell, d, 0, 0) == Matches.Outcome.HIT ? 1 : 0;
                    }
                }
            }
            double expected = objects == 0 ? -1 : (double) hits / objects;
            assertThat(arrays.recall()[arrays.index(0, k, 0, last)]).isEqualTo(expected);
        }
    }
}
