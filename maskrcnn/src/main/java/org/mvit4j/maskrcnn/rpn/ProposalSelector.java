package org.mvit4j.maskrcnn.rpn;

import java.util.Arrays;
import java.util.List;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.box.ScoreOrder;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Proposals;

/**
 * Turns the predictions for all anchors of one image into proposals: the best per level by logit, decoded, clipped to
 * the image, suppressed within each level, and the best over all levels.
 *
 * <p>The reference decodes every anchor before it chooses; choosing depends on the logits alone, so only the chosen
 * anchors are decoded here (about 4,700 of 268,569 at 800×1344).
 *
 * @param preNmsTopk number of anchors per level that enter suppression
 * @param postNmsTopk number of proposals per image
 * @param minSize boxes must be wider and higher than this
 * @param nms suppression, with pyramid levels as categories
 */
public record ProposalSelector(int preNmsTopk, int postNmsTopk, float minSize, BatchedNms nms) {
    /**
     * Proposals of one image, best logit first.
     *
     * @param levels predictions per pyramid level
     * @param size the unpadded image, to which boxes are clipped
     * @param training whether a prediction that is not finite is an error; otherwise it is dropped
     * @throws ArithmeticException in training, when a chosen box or logit is not finite
     */
    public Proposals select(
            AnchorGenerator anchors,
            Box2BoxTransform transform,
            List<LevelPredictions> levels,
            ImageSize size,
            boolean training) {
        int capacity = levels.stream()
                .mapToInt(level -> Math.min(preNmsTopk, level.logits().length))
                .sum();
        var candidates = new float[4 * capacity];
        var logits = new float[capacity];
        var levelOf = new int[capacity];
        int n = 0;
        for (int l = 0; l < levels.size(); l++) {
            LevelPredictions level = levels.get(l);
            for (int index : ScoreOrder.top(level.logits(), preNmsTopk)) {
                anchors.anchor(l, level.width(), index, candidates, 4 * n);
                transform.decode(candidates, 4 * n, level.deltas(), 4 * index, candidates, 4 * n);
                logits[n] = level.logits()[index];
                levelOf[n++] = l;
            }
        }
        int[] valid = valid(new Boxes(candidates), logits, size, training);
        Boxes boxes = new Boxes(candidates).select(valid).clip(size);
        float[] validLogits = gather(logits, valid);
        int[] kept = nms.keep(boxes, validLogits, gather(levelOf, valid), postNmsTopk);
        return new Proposals(boxes.select(kept), gather(validLogits, kept));
    }

    private int[] valid(Boxes candidates, float[] logits, ImageSize size, boolean training) {
        var kept = new int[logits.length];
        int n = 0;
        for (int i = 0; i < kept.length; i++) {
            if (!candidates.isFinite(i) || !Float.isFinite(logits[i])) {
                if (training) {
                    throw new ArithmeticException(
                            "the region proposal network predicts a box or logit that is not finite:"
                                    + " training has diverged; lower the learning rate or start from an earlier"
                                    + " checkpoint");
                }
                continue;
            }
            float w = clamp(candidates.x2(i), size.width()) - clamp(candidates.x1(i), size.width());
            float h = clamp(candidates.y2(i), size.height()) - clamp(candidates.y1(i), size.height());
            if (w > minSize && h > minSize) {
                kept[n++] = i;
            }
        }
        return Arrays.copyOf(kept, n);
    }

    private static float clamp(float value, int max) {
        return Math.max(0f, Math.min(value, max));
    }

    private static float[] gather(float[] values, int[] indices) {
        var gathered = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            gathered[i] = values[indices[i]];
        }
        return gathered;
    }

    private static int[] gather(int[] values, int[] indices) {
        return Arrays.stream(indices).map(i -> values[i]).toArray();
    }
}
