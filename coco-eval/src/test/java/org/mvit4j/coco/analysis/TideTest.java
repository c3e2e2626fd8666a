package org.mvit4j.coco.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.coco.Golden;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;

class TideTest {
    private static final double EXACT = 1e-10;

    private static ErrorAnalysis analyse(CocoResults results, EvalParams params, Tide.TieOrder ties) {
        try (Workers workers = new Workers(2)) {
            return Tide.analyse(
                    results.dataset(), results, params, Tide.Settings.DEFAULT.withTies(ties), workers, n -> {});
        }
    }

    @ParameterizedTest
    @CsvSource({"bbox, bbox", "segm, mask"})
    void numbersAreThoseOfTheReferenceTool(String type, String key) {
        JsonNode golden = Golden.tree("tide.json").get(key);
        ErrorAnalysis errors =
                analyse(ReaccumulatorTest.golden(type), EvalParams.of(IouType.of(type)), Tide.TieOrder.TIDECV);
        assertThat(errors.ap()).isCloseTo(golden.get("ap").asDouble(), within(EXACT));
        JsonNode main = golden.get("main").elements().next();
        JsonNode special = golden.get("special").elements().next();
        for (ErrorAnalysis.Error error : errors.errors()) {
            String name = error.type().key();
            assertThat(error.count())
                    .as(name)
                    .isEqualTo(golden.get("counts").get(name).asInt());
            assertThat(error.loss()).as(name).isCloseTo(main.get(name).asDouble(), within(EXACT));
        }
        assertThat(errors.falsePositives()).isCloseTo(special.get("FalsePos").asDouble(), within(EXACT));
        assertThat(errors.falseNegatives()).isCloseTo(special.get("FalseNeg").asDouble(), within(EXACT));
    }

    @Test
    void neutralOrderDoesNotMoveTies() {
        ErrorAnalysis errors = analyse(ReaccumulatorTest.golden("bbox"), EvalParams.bbox(), Tide.TieOrder.NEUTRAL);
        assertThat(errors.of(ErrorType.CLASSIFICATION).loss()).isCloseTo(22.2498, within(5e-5));
    }

    @Test
    void oneErrorOfEachKind() {
        CocoResults results = new HandScene(1, 2)
                .image()
                .object(1, 0, 0, 10, 10)
                .object(1, 100, 0, 10, 10)
                .object(2, 200, 0, 10, 10)
                .object(2, 300, 0, 10, 10)
                .crowd(1, 500, 0, 50, 50)
                .found(1, .9, 0, 0, 10, 10) // right
                .found(1, .8, 0, 0, 10, 10) // the same again
                .found(1, .7, 106, 0, 10, 10) // IoU 0.25
                .found(1, .6, 200, 0, 10, 10) // 1 for 2
                .found(1, .5, 306, 0, 10, 10) // 1 for 2 and IoU 0.25
                .found(1, .45, 510, 10, 10, 10) // in a crowd: classified, but costs nothing
                .image()
                .found(2, .4, 0, 0, 10, 10) // nothing there
                .results();
        ErrorAnalysis errors = analyse(results, EvalParams.bbox(), Tide.TieOrder.TIDECV);
        assertThat(errors.errors().stream().map(ErrorAnalysis.Error::count)).containsExactly(1, 1, 1, 1, 2, 1);
        assertThat(errors.of(ErrorType.LOCALIZATION).loss()).isPositive();
    }
}
