package org.mvit4j.maskrcnn.rpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Proposals;

class ProposalSelectorTest {
    private static final AnchorGenerator ANCHORS = new AnchorGenerator(
            List.of(new double[] {8}, new double[] {16}), new double[] {.5, 1, 2}, new int[] {4, 8}, 0);

    /** Channel-first predictions of one image and level in anchor order. */
    private static LevelPredictions level(Golden golden, int level, int image) {
        Golden logits = golden.get("logits").get(level).get(image);
        Golden deltas = golden.get("deltas").get(level).get(image);
        int a = logits.items().size();
        int h = logits.get(0).items().size();
        int w = logits.get(0).get(0).items().size();
        float[] chwLogits = logits.floats();
        float[] chwDeltas = deltas.floats();
        var orderedLogits = new float[a * h * w];
        var orderedDeltas = new float[4 * a * h * w];
        for (int cell = 0; cell < h * w; cell++) {
            for (int i = 0; i < a; i++) {
                orderedLogits[cell * a + i] = chwLogits[i * h * w + cell];
                for (int d = 0; d < 4; d++) {
                    orderedDeltas[4 * (cell * a + i) + d] = chwDeltas[(4 * i + d) * h * w + cell];
                }
            }
        }
        return new LevelPredictions(h, w, orderedLogits, orderedDeltas);
    }

    @Test
    void anchorsOfTheGoldenCase() {
        Golden golden = Golden.read("rpn");
        for (int level = 0; level < 2; level++) {
            LevelPredictions first = level(golden, level, 0);
            assertThat(ANCHORS.grid(level, first.height(), first.width()).xyxy())
                    .containsExactly(golden.get("anchors").get(level).floats());
        }
    }

    @Test
    void selectsTheProposalsOfTheReference() {
        Golden golden = Golden.read("rpn");
        int[] pre = golden.get("pre_nms_topk").ints();
        int[] post = golden.get("post_nms_topk").ints();
        for (int mode = 0; mode < 2; mode++) {
            var selector = new ProposalSelector(
                    pre[mode], post[mode], 0, BatchedNms.of(golden.get("nms").number()));
            for (int image = 0; image < 2; image++) {
                int[] hw = golden.get("image_sizes").get(image).ints();
                List<LevelPredictions> levels = new ArrayList<>();
                for (int level = 0; level < 2; level++) {
                    levels.add(level(golden, level, image));
                }
                Proposals proposals =
                        selector.select(ANCHORS, Box2BoxTransform.RPN, levels, new ImageSize(hw[0], hw[1]), mode == 0);
                Golden expected = golden.get(mode == 0 ? "train_proposals" : "test_proposals")
                        .get(image);
                assertThat(proposals.logits())
                        .containsExactly(expected.get("logits").floats());
                float[] boxes = expected.get("boxes").floats();
                assertThat(proposals.boxes().xyxy()).hasSameSizeAs(boxes);
                for (int i = 0; i < boxes.length; i++) {
                    assertThat(proposals.boxes().xyxy()[i]).isCloseTo(boxes[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void dropsWhatIsNotFiniteOutsideTrainingAndStopsInTraining() {
        var logits = new float[27];
        logits[3] = Float.POSITIVE_INFINITY;
        logits[4] = Float.POSITIVE_INFINITY;
        var deltas = new float[4 * 27];
        deltas[50] = Float.NaN;
        List<LevelPredictions> levels = List.of(new LevelPredictions(3, 3, logits, deltas));
        var selector = new ProposalSelector(100, 100, 0, BatchedNms.of(1));
        var size = new ImageSize(20, 20);
        Proposals proposals = selector.select(ANCHORS, Box2BoxTransform.RPN, levels, size, false);
        assertThat(proposals.logits()).isNotEmpty().containsOnly(0f);
        assertThatThrownBy(() -> selector.select(ANCHORS, Box2BoxTransform.RPN, levels, size, true))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("diverged");
    }
}
