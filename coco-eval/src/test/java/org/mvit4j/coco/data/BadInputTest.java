package org.mvit4j.coco.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;
import org.mvit4j.coco.eval.Summary;

/** Every kind of bad input: what the strict mode says, and what the compatible mode makes of it. */
class BadInputTest {
    private static final String IMAGE = "{'id': 1, 'height': 20, 'width': 20}";
    private static final String CATEGORY = "{'id': 1, 'name': 'a'}";
    private static final String POLYGON = "[[2, 2, 2, 12, 12, 12, 12, 2]]";
    private static final String TRUTH =
            "{'id': 1, 'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'area': 100, 'iscrowd': 0, 'segmentation': "
                    + POLYGON + "}";
    private static final String BOX = "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': 0.5}";
    /** The square of {@link #POLYGON} in 20 by 20 pixels. */
    private static final String MASK =
            "{'image_id': 1, 'category_id': 1, 'score': 0.5, 'segmentation': {'size': [20, 20], 'counts': 'Z1::00000000000000000n4'}}";

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String dataset(String images, String annotations, String categories) {
        return "{'images': [" + images + "], 'annotations': [" + annotations + "], 'categories': [" + categories + "]}";
    }

    private static double[] evaluate(String truth, String results, IouType type, Strictness strictness) {
        CocoDataset dataset = CocoDataset.parse("gt.json", json(truth), strictness);
        CocoResults dt = CocoResults.parse("dt.json", json(results), dataset, strictness);
        return Summary.of(
                        CocoEvaluator.evaluate(dataset, dt, EvalParams.of(type)).accumulate())
                .values();
    }

    private static double ap50(String annotation, String result, IouType type) {
        return evaluate(dataset(IMAGE, annotation, CATEGORY), "[" + result + "]", type, Strictness.COMPATIBLE)[1];
    }

    private static void refused(
            Strictness strictness, String truth, String results, IouType type, long record, String words) {
        assertThatThrownBy(() -> evaluate(truth, results, type, strictness))
                .isInstanceOfSatisfying(CocoFormatException.class, e -> {
                    assertThat(e.getMessage()).contains(words).doesNotContain("\n");
                    assertThat(e.record()).isEqualTo(record);
                });
    }

    private static void refusedResult(Strictness strictness, String result, String words) {
        refused(strictness, dataset(IMAGE, TRUTH, CATEGORY), "[" + BOX + ", " + result + "]", IouType.BBOX, 1, words);
    }

    @Test
    void theGoodCaseIsPerfectInBothModes() {
        for (Strictness mode : Strictness.values()) {
            assertThat(evaluate(dataset(IMAGE, TRUTH, CATEGORY), "[" + BOX + "]", IouType.BBOX, mode)[0])
                    .isEqualTo(0.9999999999999998);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|an annotation file must be a JSON object",
                "{'images': [], 'categories': []|not valid JSON",
                "{'annotations': [], 'categories': []}|/images",
                "{'annotations': [], 'images': []}|/categories",
                "{'images': 3}|expected an array",
                "{'images': [], 'annotations': [], 'categories': []} x|more text follows",
                "{'images': [{'id': null}]}|/images/0/id",
                "{'images': [{'height': 1}]}|/images/0/id",
                "{'images': [{'id': 1},]}|expected an object",
                "{'images': [{'id': 01}]}|expected ',' or '}'",
                "{'images': [{'id': 1.}]}|a digit must follow",
                "{'images': [{'id': +1}]}|an id must be an integer",
            })
    void filesThatAreNoDataSetsAreRefused(String text, String words) {
        for (Strictness mode : Strictness.values()) {
            assertThatThrownBy(() -> CocoDataset.parse("gt.json", json(text), mode))
                    .isInstanceOf(CocoFormatException.class)
                    .hasMessageStartingWith("gt.json")
                    .hasMessageContaining(words);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'image_id': 2, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': 1}|there is no image 2",
                "{'image_id': '1', 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': 1}|/1/image_id",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10]}|score is missing; give every result its confidence",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': '1'}|score is not a number",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': null}|score is not a number",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': true}|score is not a number",
                "{'image_id': 1, 'bbox': [2, 2, 10, 10], 'score': 1}|/1/category_id: the field is missing",
                "{'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': 1}|/1/image_id: the field is missing",
                "{'image_id': 1, 'category_id': 1, 'keypoints': [1, 2, 3], 'score': 1}|bbox is missing; the first result has bbox",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10], 'score': 1}|bbox is not four numbers",
                "{'image_id': 1, 'category_id': 1, 'bbox': null, 'score': 1}|bbox is not four numbers",
                "{'image_id': 1, 'category_id': 1, 'bbox': ['2', 2, 10, 10], 'score': 1}|bbox is not four numbers",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10, 4], 'score': 1}|bbox is not four numbers",
                "3|expected an object",
            })
    void resultsThatTheReferenceRefusesAreRefusedInBothModes(String result, String words) {
        for (Strictness mode : Strictness.values()) {
            refusedResult(mode, result, words.replace('~', '"'));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'image_id': 1.0, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': 1}|image_id is not written as an integer",
                "{'image_id': 1, 'category_id': 7, 'bbox': [2, 2, 10, 10], 'score': 1}|no such category",
                "{'image_id': 1, 'category_id': '1', 'bbox': [2, 2, 10, 10], 'score': 1}|category_id is not written",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': NaN}|score is not finite",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, 10, 10], 'score': Infinity}|score is not finite",
                "{'image_id': 1, 'category_id': 1, 'bbox': [2, 2, -10, 10], 'score': 1}|negative width or height",
                "{'image_id': 1, 'category_id': 1, 'bbox': [NaN, 2, 10, 10], 'score': 1}|not finite",
            })
    void resultsThatBendMetricsInSilenceAreRefusedInStrictModeOnly(String result, String words) {
        refusedResult(Strictness.STRICT, result, words);
        assertThat(evaluate(
                        dataset(IMAGE, TRUTH, CATEGORY),
                        "[" + BOX + ", " + result + "]",
                        IouType.BBOX,
                        Strictness.COMPATIBLE))
                .hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[{'image_id': 1, 'category_id': 1, 'score': 1}]",
                "[{'image_id': 1, 'category_id': 1, 'bbox': [], 'score': 1}]"
            })
    void resultFilesWithoutAKindAreRefused(String results) {
        for (Strictness mode : Strictness.values()) {
            assertThatThrownBy(() -> evaluate(dataset(IMAGE, TRUTH, CATEGORY), results, IouType.BBOX, mode))
                    .isInstanceOf(CocoFormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'area': 100|'are': 100|area",
                "'iscrowd': 0|'is': 0|iscrowd",
                "'iscrowd': 0|'iscrowd': null|iscrowd",
                "'area': 100|'area': null|area",
                "'bbox': [2, 2, 10, 10]|'box': 1|bbox",
                "'id': 1, 'image_id'|'id': 'x', 'image_id'|id",
                "'id': 1, 'image_id'|'image_id'|id",
                "'category_id': 1,|'category': 1,|category_id",
            })
    void annotationsThatTheReferenceCannotUseAreRefusedInBothModes(String part, String instead, String field) {
        for (Strictness mode : Strictness.values()) {
            String annotation = TRUTH.replace(part, instead);
            assertThat(annotation).isNotEqualTo(TRUTH);
            refused(
                    mode,
                    dataset(IMAGE, annotation, CATEGORY),
                    "[" + BOX + "]",
                    IouType.BBOX,
                    0,
                    "/annotations/0/" + field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'area': 100|'area': NaN|0.9999999999999999",
                "'area': 100|'area': 2e10|-1",
                "'iscrowd': 0|'iscrowd': true|-1",
                "'iscrowd': 0|'iscrowd': 2|-1",
                "'iscrowd': 0|'iscrowd': '0'|-1",
                "'id': 1, 'image_id'|'id': '5', 'image_id'|0.9999999999999999",
                "'id': 1, 'image_id'|'id': 0, 'image_id'|0",
                "'image_id': 1|'image_id': 1.0|0.9999999999999999",
            })
    void annotationsThatTheReferenceSwallowsKeepItsFiguresAndAreRefusedInStrictMode(
            String part, String instead, double expected) {
        String annotation = TRUTH.replace(part, instead);
        assertThat(annotation).isNotEqualTo(TRUTH);
        assertThat(ap50(annotation, BOX, IouType.BBOX)).isEqualTo(expected);
        refused(
                Strictness.STRICT,
                dataset(IMAGE, annotation, CATEGORY),
                "[" + BOX + "]",
                IouType.BBOX,
                0,
                "/annotations/0/");
    }

    @Test
    void repeatedIdsAreRefusedInStrictMode() {
        String twice = dataset(IMAGE, TRUTH + ", " + TRUTH, CATEGORY);
        refused(Strictness.STRICT, twice, "[" + BOX + "]", IouType.BBOX, 1, "is also that of record 0");
        String images = dataset(IMAGE + ", " + IMAGE, TRUTH, CATEGORY);
        refused(Strictness.STRICT, images, "[" + BOX + "]", IouType.BBOX, 1, "image id 1 is used twice");
        assertThat(evaluate(images, "[" + BOX + "]", IouType.BBOX, Strictness.COMPATIBLE)[0])
                .isEqualTo(0.9999999999999998);
    }

    @Test
    void noAnnotationsGiveMinusOneOrAnError() {
        for (String empty : new String[] {
            dataset(IMAGE, "", CATEGORY), "{'images': [" + IMAGE + "], 'categories': [" + CATEGORY + "]}"
        }) {
            assertThat(evaluate(empty, "[" + BOX + "]", IouType.BBOX, Strictness.COMPATIBLE))
                    .containsOnly(-1);
            refused(Strictness.STRICT, empty, "[" + BOX + "]", IouType.BBOX, -1, "there are no annotations");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[[1, 2, 3, 4]]|its first polygon has 4 numbers",
                "[[1, 2]]|its first polygon has 2 numbers",
                "[[]]|its first polygon has 0 numbers",
                "[]|segmentation is an empty list",
                "[1, 2, 3, 4, 5, 6]|a polygon is not a list of numbers",
                "[[1, 2, 3, 4, 5, '6']]|a polygon is not a list of numbers",
                "[[1, 2, 3, 4, 5, 1e99]]|is not within",
                "3|neither polygons nor an RLE object",
                "{'size': [20, 20]}|neither polygons nor an RLE object",
                "{'size': [20, 20], 'counts': [1, -2]}|whole number",
                "{'size': [20, 20], 'counts': 'Z'}|ends inside a number",
            })
    void masksThatTheReferenceCannotUseAreRefusedInBothModes(String segmentation, String words) {
        for (Strictness mode : Strictness.values()) {
            String annotation = TRUTH.replace(POLYGON, segmentation);
            refused(mode, dataset(IMAGE, annotation, CATEGORY), "[" + MASK + "]", IouType.SEGM, 0, words);
        }
    }

    @Test
    void anImageWithoutSizeMattersOnlyForPolygons() {
        String truth = dataset("{'id': 1}", TRUTH, CATEGORY);
        assertThat(evaluate(truth, "[" + BOX + "]", IouType.BBOX, Strictness.COMPATIBLE)[1])
                .isEqualTo(0.9999999999999999);
        refused(Strictness.COMPATIBLE, truth, "[" + MASK + "]", IouType.SEGM, 0, "no height and width");
    }

    @Test
    void masksOfAnotherSizeNeverMatch() {
        String other = MASK.replace("[20, 20]", "[10, 40]");
        assertThat(ap50(TRUTH, other, IouType.SEGM)).isZero();
        refused(
                Strictness.STRICT,
                dataset(IMAGE, TRUTH, CATEGORY),
                "[" + other + "]",
                IouType.SEGM,
                0,
                "but its object's is");
    }

    @Test
    void runTotalsThatLieNeverHang() {
        String lying = MASK.replace("'Z1::", "'Z1:");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            refused(
                    Strictness.COMPATIBLE,
                    dataset(IMAGE, TRUTH, CATEGORY),
                    "[" + lying + "]",
                    IouType.SEGM,
                    0,
                    "cover");
            refused(Strictness.STRICT, dataset(IMAGE, TRUTH, CATEGORY), "[" + lying + "]", IouType.SEGM, 0, "cover");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[2, 2, 2, 12, 12, 12]]", "{'size': [20, 20], 'counts': [400]}"})
    void resultsMustBeCompressedMasks(String segmentation) {
        String result = "{'image_id': 1, 'category_id': 1, 'score': 1, 'segmentation': " + segmentation + "}";
        for (Strictness mode : Strictness.values()) {
            refused(
                    mode,
                    dataset(IMAGE, TRUTH, CATEGORY),
                    "[" + result + "]",
                    IouType.SEGM,
                    0,
                    "compressed RLE object");
        }
    }

    @Test
    void keypointsMustFitTheSigmas() {
        String truth = TRUTH.replace("'area'", "'keypoints': [1, 2, 2], 'num_keypoints': 1, 'area'");
        String pose = "{'image_id': 1, 'category_id': 1, 'score': 1, 'keypoints': [1, 2, 1]}";
        refused(
                Strictness.COMPATIBLE,
                dataset(IMAGE, truth, CATEGORY),
                "[" + pose + "]",
                IouType.KEYPOINTS,
                0,
                "1 numbers for 17 sigmas".replace("1 n", "3 n"));
        String missing = TRUTH.replace("'area'", "'keypoints': [1, 2, 2], 'area'");
        refused(
                Strictness.COMPATIBLE,
                dataset(IMAGE, missing, CATEGORY),
                "[" + pose + "]",
                IouType.KEYPOINTS,
                0,
                "num_keypoints");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> CocoDataset.parse("gt.json", json("{'x': " + deep), Strictness.STRICT))
                .isInstanceOf(CocoFormatException.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void theLastOfRepeatedKeysWinsAndKeysMayBeEscaped() {
        String result = "{'image_id': 9, 'bbox': 'x', 'im\\u0061ge_id': 1, 'category_id': 1, 'score': 0, 'score': 0.5, "
                + "'bbox': [2, 2, 10, 10]}";
        assertThat(ap50(TRUTH, result, IouType.BBOX)).isEqualTo(0.9999999999999999);
    }
}
