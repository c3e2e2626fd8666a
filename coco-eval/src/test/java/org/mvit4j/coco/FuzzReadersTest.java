package org.mvit4j.coco;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.mask.Rle;

/**
 * Readers under hostile bytes: a value, or one of the exceptions that are promised; never another, never a hang. In an
 * ordinary run the recorded inputs are replayed; with {@code JAZZER_FUZZ=1} new ones are searched.
 */
class FuzzReadersTest {
    private static final byte[] GROUND_TRUTH =
            ("{\"images\": [{\"id\": 1, \"height\": 9, \"width\": 7}], \"annotations\": [{\"id\": 1, \"image_id\": 1, "
                            + "\"category_id\": 1, \"bbox\": [1, 1, 4, 4], \"area\": 16, \"iscrowd\": 0, \"segmentation\": "
                            + "[[1, 1, 1, 5, 5, 5, 5, 1]]}], \"categories\": [{\"id\": 1, \"name\": \"a\"}]}")
                    .getBytes(StandardCharsets.UTF_8);

    @FuzzTest
    void datasets(byte[] json) {
        for (Strictness mode : Strictness.values()) {
            try {
                CocoDataset dataset = CocoDataset.parse("fuzz", json, mode);
                for (int row = 0; row < Math.min(20, dataset.annotations().size()); row++) {
                    mask(dataset, row);
                }
            } catch (CocoFormatException e) {
                continue; // promised
            }
        }
    }

    private static void mask(CocoDataset dataset, int row) {
        try {
            Rle mask = dataset.annotations().mask(row);
            mask.toBbox();
            mask.area();
        } catch (IllegalArgumentException e) {
            return; // promised
        }
    }

    @FuzzTest
    void results(byte[] json) {
        CocoDataset dataset = CocoDataset.parse("gt", GROUND_TRUTH, Strictness.COMPATIBLE);
        for (Strictness mode : Strictness.values()) {
            try {
                CocoResults results = CocoResults.parse("fuzz", json, dataset, mode);
                CocoEvaluator.evaluate(dataset, results, EvalParams.bbox()).accumulate();
                CocoEvaluator.evaluate(dataset, results, EvalParams.segm()).accumulate();
            } catch (CocoFormatException e) {
                continue; // promised
            }
        }
    }

    @FuzzTest
    void maskStrings(FuzzedDataProvider data) {
        int height = data.consumeInt(0, 64);
        int width = data.consumeInt(0, 64);
        byte[] counts = data.consumeRemainingAsBytes();
        try {
            Rle mask = Rle.parse(counts, 0, counts.length, height, width);
            mask.toBbox();
            Rle again = Rle.parse(mask.toCompressedString(), height, width);
            if (!again.equals(mask)) {
                throw new AssertionError("a mask does not survive its string: " + mask + " and " + again);
            }
            Rle.iou(mask, Rle.box(1, 1, 5, 5, height, width), false);
            Rle.merge(List.of(mask, Rle.box(1, 1, 5, 5, height, width)), false);
            mask.decode(Rle.Layout.ROW_MAJOR);
        } catch (IllegalArgumentException e) {
            return; // promised
        }
    }

    @FuzzTest
    void matches(byte[] bytes) {
        try {
            Matches.read(new ByteArrayInputStream(bytes)).accumulate();
        } catch (IOException e) {
            return; // promised
        }
    }
}
