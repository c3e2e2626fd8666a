package org.mvit4j.coco.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.coco.Golden;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;

class ReaccumulatorTest {
    static final String FOLDER = "MiXaiLL76/faster_coco_eval/tests/dataset/cocoapi/";

    static CocoResults golden(String type) {
        CocoDataset truth =
                CocoDataset.parse("gt", Golden.input(FOLDER + "instances_val2014_100.json"), Strictness.COMPATIBLE);
        return CocoResults.parse(
                "dt",
                Golden.input(FOLDER + "instances_val2014_fake" + type + "100_results.json"),
                truth,
                Strictness.COMPATIBLE);
    }

    static Matches matches(CocoResults results, EvalParams params) {
        return CocoEvaluator.evaluate(results.dataset(), results, params);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbox", "segm"})
    void withoutWeightsItIsTheTable(String type) {
        Matches matches = matches(golden(type), EvalParams.of(IouType.of(type)));
        Summary summary = Summary.of(matches.accumulate());
        List<Figure> figures = Figure.of(matches.params());
        assertThat(figures.stream().map(Figure::name))
                .containsExactlyElementsOf(
                        summary.stats().stream().map(Summary.Stat::name).toList());
        Reaccumulator.Worker worker = Reaccumulator.of(matches, figures).worker();
        double[] ones = new double[matches.imageIds().length];
        Arrays.fill(ones, 1);
        worker.run(ones);
        for (int f = 0; f < figures.size(); f++) {
            assertThat(worker.value(f)).as(figures.get(f).name()).isCloseTo(summary.values()[f], within(1e-12));
        }
    }

    @RepeatedTest(40)
    void weightsAreCopiesOfImages(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        RandomScenes scenes = new RandomScenes(seed, 12, 3, 0);
        EvalParams params =
                EvalParams.bbox().toBuilder().maxDetections(1, 2, 100).build();
        Matches once = matches(scenes.results(), params);
        int[] copies = new int[12];
        double[] weights = new double[12];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = random.nextInt(4);
            weights[i] = copies[i];
        }
        List<Figure> figures = Figure.of(params);
        Reaccumulator.Worker worker = Reaccumulator.of(once, figures).worker();
        worker.run(weights);

        EvalArrays arrays = matches(scenes.results(copies), params).accumulate();
        double[] expected = Summary.ofLimits(arrays).values();
        for (int f = 0; f < figures.size(); f++) {
            double value = Double.isNaN(worker.value(f)) ? -1 : worker.value(f);
            assertThat(value).as("seed " + seed + " " + figures.get(f)).isCloseTo(expected[f], within(1e-12));
        }
        for (int k = 0; k < 3; k++) {
            double value = Double.isNaN(worker.value(0, k)) ? -1 : worker.value(0, k);
            assertThat(value).as("seed " + seed).isCloseTo(arrays.categoryAp(k), within(1e-12));
        }
    }
}
