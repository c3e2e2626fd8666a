package org.mvit4j.coco.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.coco.Golden;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;

/** Arrays, figures and tables of pycocotools, lvis-api and boundary-iou-api on real files, to the last bit. */
class GoldenEvalTest {
    /** All runs but the one whose detections were derived from its ground truth by steps that are not recorded. */
    static Stream<Arguments> runs() {
        return StreamSupport.stream(Golden.tree("eval.json").spliterator(), false)
                .filter(run -> !run.get("gt").equals(run.get("dt")))
                .map(run -> Arguments.of(run.get("name").asText(), run));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void arraysFiguresAndTableAreTheReferences(String name, JsonNode run) {
        CocoDataset truth = CocoDataset.parse("gt", Golden.input(run.get("gt").asText()), Strictness.COMPATIBLE);
        CocoResults results =
                CocoResults.parse("dt", Golden.input(run.get("dt").asText()), truth, Strictness.COMPATIBLE);

        EvalArrays arrays = CocoEvaluator.evaluate(truth, results, params(run)).accumulate();

        List<Integer> shape = new ArrayList<>();
        run.get("shape").forEach(n -> shape.add(n.asInt()));
        assertThat(arrays.shape())
                .containsExactly(shape.stream().mapToInt(i -> i).toArray());
        Summary summary = Summary.of(arrays);
        assertThat(summary.values()).containsExactly(Golden.doubles(run.get("stats_hex")));
        assertThat(Golden.sha256(arrays.recall()))
                .isEqualTo(run.get("sha256_recall_f64le").asText());
        assertThat(Golden.sha256(arrays.precision()))
                .isEqualTo(run.get("sha256_precision_f64le").asText());
        assertThat(Golden.sha256(arrays.scores()))
                .isEqualTo(run.get("sha256_scores_f64le").asText());
        List<String> lines = new ArrayList<>();
        run.get("summary_lines").forEach(line -> lines.add(line.asText()));
        assertThat(summary.table()).isEqualTo(String.join("\n", lines) + "\n");
        JsonNode perCategory = run.get("per_category_AP_hex");
        for (int k = 0; k < arrays.categories().length; k++) {
            JsonNode expected = perCategory.get(String.valueOf(arrays.categories()[k]));
            if (expected != null) {
                assertThat(arrays.categoryAp(k)).isEqualTo(Double.parseDouble(expected.asText()));
            }
        }
    }

    private static EvalParams params(JsonNode run) {
        EvalParams.Builder builder = EvalParams.of(IouType.of(run.get("iouType").asText())).toBuilder();
        for (Map.Entry<String, JsonNode> entry : run.get("params").properties()) {
            JsonNode value = entry.getValue();
            double[] numbers = new double[value.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = value.get(i).asDouble();
            }
            switch (entry.getKey()) {
                case "useCats" -> builder.useCategories(value.asInt() != 0);
                case "maxDets" -> builder.maxDetections(ints(numbers));
                case "iouThrs" -> builder.iouThresholds(numbers);
                case "recThrs" -> builder.recallThresholds(numbers);
                case "imgIds" -> builder.imageIds(longs(numbers));
                default -> throw new IllegalArgumentException(entry.getKey());
            }
        }
        return builder.build();
    }

    private static int[] ints(double[] numbers) {
        int[] values = new int[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) numbers[i];
        }
        return values;
    }

    private static long[] longs(double[] numbers) {
        long[] values = new long[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) numbers[i];
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbox", "segm"})
    void lvisFollowsTheOfficialRules(String type) {
        JsonNode golden = Golden.tree("lvis.json").get("runs").get(type);
        CocoDataset truth = CocoDataset.parse(
                "gt", Golden.input("lvis-dataset/lvis-api/data/lvis_val_100.json"), Strictness.COMPATIBLE);
        CocoResults results = CocoResults.parse(
                "dt", Golden.bytes("golden/lvis_val_100_synth_preds.json"), truth, Strictness.COMPATIBLE);

        EvalArrays arrays = CocoEvaluator.evaluate(truth, results, EvalParams.lvis(IouType.of(type)))
                .accumulate();

        assertThat(Golden.sha256(arrays.recall()))
                .isEqualTo(golden.get("sha256_recall_f64le").asText());
        assertThat(Golden.sha256(arrays.precision()))
                .isEqualTo(golden.get("sha256_precision_f64le").asText());
        Summary summary = Summary.lvis(arrays, truth);
        golden.get("hex")
                .properties()
                .forEach(e -> assertThat(summary.get(e.getKey()))
                        .as(e.getKey())
                        .isEqualTo(Double.parseDouble(e.getValue().asText())));
        assertThat(summary.stats()).hasSize(13);
        assertThat(summary.stats().get(9).line())
                .startsWith(" Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=all] = 0.");
        assertThat(summary.stats().get(6).line())
                .startsWith(" Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  r] = 0.");
    }

    @Test
    void boundaryApIsTheReferences() {
        JsonNode golden = Golden.tree("boundary.json");
        String folder = "MiXaiLL76/faster_coco_eval/tests/dataset/cocoapi/";
        CocoDataset truth =
                CocoDataset.parse("gt", Golden.input(folder + golden.get("gt").asText()), Strictness.COMPATIBLE);
        CocoResults results =
                CocoResults.parse("dt", Golden.input(folder + golden.get("dt").asText()), truth, Strictness.COMPATIBLE);

        EvalArrays arrays =
                CocoEvaluator.evaluate(truth, results, EvalParams.boundary()).accumulate();

        assertThat(Summary.of(arrays).values()).containsExactly(Golden.doubles(golden.get("hex")));
        assertThat(Golden.sha256(arrays.recall()))
                .isEqualTo(golden.get("recall").asText());
        assertThat(Golden.sha256(arrays.precision()))
                .isEqualTo(golden.get("precision").asText());
        assertThat(Golden.sha256(arrays.scores()))
                .isEqualTo(golden.get("scores").asText());
        JsonNode first = golden.get("boundary_counts_first10");
        int compared = 0;
        for (int row = 0; row < truth.annotations().size(); row++) {
            JsonNode counts = first.get(String.valueOf(truth.annotations().id(row)));
            if (counts != null) {
                assertThat(truth.annotations().mask(row).boundary(0.02).toCompressedString())
                        .isEqualTo(counts.asText());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(first.size());
    }
}
