package org.mvit4j.maskrcnn.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.box.BatchedNms.Form;
import org.mvit4j.maskrcnn.structures.Boxes;

class NmsTest {
    @Test
    void keepsWhatTheReferenceKeeps() {
        Golden golden = Golden.read("nms");
        Boxes boxes = golden.get("boxes").boxes();
        float[] scores = golden.get("scores").floats();
        int[] ids = golden.get("ids").ints();
        for (double threshold : new double[] {0.5, 0.7}) {
            int[] expected = golden.get("keep_" + threshold).ints();
            for (Form form : Form.values()) {
                assertThat(new BatchedNms(threshold, form).keep(boxes, scores, ids, scores.length))
                        .containsExactly(expected);
            }
        }
        assertThat(Nms.keep(boxes, scores, 0.5))
                .containsExactly(golden.get("keep_single_class_0.5").ints());
    }

    @Test
    void theTwoFormsDisagreeWhereTheReferenceDoes() {
        Golden golden = Golden.read("nms_coordinate_trick");
        double threshold = golden.get("iou").number();
        for (Golden c : golden.get("cases").items()) {
            Boxes boxes = c.get("boxes").boxes();
            float[] scores = c.get("scores").floats();
            int[] ids = c.get("ids").ints();
            assertThat(new BatchedNms(threshold, Form.SHIFTED).keep(boxes, scores, ids, 100))
                    .containsExactly(c.get("keep_coordinate_trick").ints());
            assertThat(new BatchedNms(threshold, Form.PER_CATEGORY).keep(boxes, scores, ids, 100))
                    .containsExactly(c.get("keep_vanilla").ints());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheQuadraticDefinition(long seed) {
        var random = new Random(seed);
        int n = random.nextInt(400);
        var xyxy = new float[4 * n];
        var scores = new float[n];
        var categories = new int[n];
        for (int i = 0; i < n; i++) {
            float x = random.nextInt(60);
            float y = random.nextInt(60);
            xyxy[4 * i] = x;
            xyxy[4 * i + 1] = y;
            xyxy[4 * i + 2] = x + random.nextInt(30);
            xyxy[4 * i + 3] = y + random.nextInt(30);
            scores[i] = random.nextInt(40) / 40f; // many ties
            categories[i] = random.nextInt(3);
        }
        Boxes boxes = new Boxes(xyxy);
        var nms = new BatchedNms(0.4, Form.PER_CATEGORY);
        int[] expected = slow(boxes, scores, categories, 0.4);
        assertThat(nms.keep(boxes, scores, categories, n)).containsExactly(expected);
        int limit = expected.length / 3;
        assertThat(nms.keep(boxes, scores, categories, limit)).containsExactly(Arrays.copyOf(expected, limit));
    }

    private static int[] slow(Boxes boxes, float[] scores, int[] categories, double threshold) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
        order.sort(Comparator.comparing(i -> -scores[i])); // stable
        List<Integer> kept = new ArrayList<>();
        for (int i : order) {
            if (kept.stream().noneMatch(k -> categories[k] == categories[i] && iou(boxes, k, i) > threshold)) {
                kept.add(i);
            }
        }
        return kept.stream().mapToInt(i -> i).toArray();
    }

    private static float iou(Boxes b, int i, int j) {
        float w = Math.max(0, Math.min(b.x2(i), b.x2(j)) - Math.max(b.x1(i), b.x1(j)));
        float h = Math.max(0, Math.min(b.y2(i), b.y2(j)) - Math.max(b.y1(i), b.y1(j)));
        return w * h / (b.area(i) + b.area(j) - w * h);
    }

    @Test
    void emptyBoxesAndNoBoxesSuppressNothing() {
        Boxes degenerate = Boxes.of(new float[] {1, 1, 1, 1}, new float[] {1, 1, 1, 1});
        assertThat(Nms.keep(degenerate, new float[] {1, 1}, 0.5)).containsExactly(0, 1);
        assertThat(BatchedNms.of(0.5).keep(Boxes.EMPTY, new float[0], new int[0], 5))
                .isEmpty();
    }
}
