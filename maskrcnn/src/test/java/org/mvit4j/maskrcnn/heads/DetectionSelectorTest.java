package org.mvit4j.maskrcnn.heads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.structures.ImageSize;

class DetectionSelectorTest {
    @Test
    void selectsTheDetectionsOfTheReference() {
        Golden golden = Golden.read("fast_rcnn_inference");
        int[] hw = golden.get("image_shape").ints();
        float[] scores = golden.get("scores").floats();
        for (Golden c : golden.get("cases").items()) {
            String kind = c.get("kind").text();
            ClassBoxes boxes = ClassBoxes.of(
                    golden.get("scores").items().size(),
                    golden.get("boxes_" + kind).floats());
            var selector = new DetectionSelector(
                    (float) c.get("score_thresh").number(),
                    BatchedNms.of(c.get("nms").number()),
                    c.get("topk").integer());
            var selection = selector.select(boxes, scores, new ImageSize(hw[0], hw[1]));
            assertThat(selection.proposals()).containsExactly(c.get("roi_index").ints());
            assertThat(selection.instances().classes())
                    .containsExactly(c.get("classes").ints());
            assertThat(selection.instances().scores())
                    .containsExactly(c.get("scores").floats());
            assertThat(selection.instances().boxes().xyxy())
                    .containsExactly(c.get("pred_boxes").floats());
        }
    }

    @Test
    void aProposalThatIsNotFiniteIsDropped() {
        var selector = new DetectionSelector(0.05f, BatchedNms.of(0.5), 10);
        float[] xyxy = {0, 0, 5, 5, 0, 0, Float.NaN, 9, 9, 9, 12, 12};
        float[] scores = {.5f, .5f, .9f, .1f, Float.NaN, .3f};
        var selection = selector.select(ClassBoxes.of(3, xyxy), scores, new ImageSize(20, 20));
        assertThat(selection.proposals()).containsExactly(0);
    }
}
