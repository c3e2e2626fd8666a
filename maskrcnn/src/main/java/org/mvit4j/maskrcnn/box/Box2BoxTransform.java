package org.mvit4j.maskrcnn.box;

import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * Box regression of R-CNN (Girshick et al., <a href="https://arxiv.org/abs/1311.2524">1311.2524</a>): a delta
 * {@code (dx, dy, dw, dh)} moves a box's centre in units of its size and scales its size by an exponential. The weights
 * multiply the deltas, so that the regression targets have about unit variance.
 *
 * @param wx weight of dx
 * @param wy weight of dy
 * @param ww weight of dw
 * @param wh weight of dh
 */
public record Box2BoxTransform(float wx, float wy, float ww, float wh) {
    /** Weights of the region proposal network. */
    public static final Box2BoxTransform RPN = new Box2BoxTransform(1, 1, 1, 1);

    /** Weights of Fast R-CNN and of the first cascade stage. */
    public static final Box2BoxTransform FAST_RCNN = new Box2BoxTransform(10, 10, 5, 5);

    /** Upper bound of {@code dw} and {@code dh}, {@code ln(1000 / 16)}: no box grows more than 62.5-fold. */
    public static final float SCALE_CLAMP = (float) Math.log(1000.0 / 16);

    /** Below this magnitude of deltas and coordinates no decoded coordinate can overflow. */
    private static final float SAFE_MAGNITUDE = 1e15f;

    /** Refuses weights that cannot be divided by. */
    public Box2BoxTransform {
        if (!(wx > 0 && wy > 0 && ww > 0 && wh > 0)) {
            throw new IllegalArgumentException(
                    "box regression weights must be positive, but are " + wx + ", " + wy + ", " + ww + ", " + wh);
        }
    }

    /**
     * Deltas that move each box of {@code source} onto the box of {@code target} with the same index.
     *
     * @return {@code 4 n} deltas
     * @throws IllegalArgumentException when the counts differ or a source box is empty
     */
    public float[] encode(Boxes source, Boxes target) {
        if (source.count() != target.count()) {
            throw new IllegalArgumentException(source.count() + " source boxes, but " + target.count() + " targets");
        }
        var deltas = new float[4 * source.count()];
        for (int i = 0; i < source.count(); i++) {
            float w = source.x2(i) - source.x1(i);
            float h = source.y2(i) - source.y1(i);
            if (!(w > 0 && h > 0)) {
                throw new IllegalArgumentException("source box " + i + " is empty: nothing can be regressed from it");
            }
            float gw = target.x2(i) - target.x1(i);
            float gh = target.y2(i) - target.y1(i);
            float cx = source.x1(i) + 0.5f * w;
            float cy = source.y1(i) + 0.5f * h;
            deltas[4 * i] = wx * (target.x1(i) + 0.5f * gw - cx) / w;
            deltas[4 * i + 1] = wy * (target.y1(i) + 0.5f * gh - cy) / h;
            deltas[4 * i + 2] = ww * (float) Math.log(gw / w);
            deltas[4 * i + 3] = wh * (float) Math.log(gh / h);
        }
        return deltas;
    }

    /**
     * Applies {@code deltas}, laid out {@code n × k × 4}, to {@code n} boxes.
     *
     * @return {@code n × k × 4} coordinates
     */
    public float[] decode(Boxes boxes, float[] deltas) {
        int n = boxes.count();
        if (n == 0 ? deltas.length != 0 : deltas.length % (4 * n) != 0) {
            throw new IllegalArgumentException(deltas.length + " deltas do not fit " + n + " boxes");
        }
        var decoded = new float[deltas.length];
        int k = n == 0 ? 0 : deltas.length / (4 * n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                decode(boxes.xyxy(), 4 * i, deltas, 4 * (i * k + j), decoded, 4 * (i * k + j));
            }
        }
        return decoded;
    }

    /** Applies the delta at {@code deltas[d..]} to the box at {@code boxes[b..]} and writes it to {@code out[o..]}. */
    public void decode(float[] boxes, int b, float[] deltas, int d, float[] out, int o) {
        float w = boxes[b + 2] - boxes[b];
        float h = boxes[b + 3] - boxes[b + 1];
        float cx = deltas[d] / wx * w + (boxes[b] + 0.5f * w);
        float cy = deltas[d + 1] / wy * h + (boxes[b + 1] + 0.5f * h);
        float halfW = 0.5f * ((float) Math.exp(Math.min(deltas[d + 2] / ww, SCALE_CLAMP)) * w);
        float halfH = 0.5f * ((float) Math.exp(Math.min(deltas[d + 3] / wh, SCALE_CLAMP)) * h);
        out[o] = cx - halfW;
        out[o + 1] = cy - halfH;
        out[o + 2] = cx + halfW;
        out[o + 3] = cy + halfH;
    }

    /**
     * Whether all {@code k} boxes decoded from the box at {@code boxes[b..]} and the deltas at {@code deltas[d..]} are
     * finite. Decodes only when the magnitudes leave a doubt.
     */
    public boolean decodesFinite(float[] boxes, int b, float[] deltas, int d, int k) {
        float max = 0;
        for (int i = d; i < d + 4 * k; i++) {
            max = Math.max(max, Math.abs(deltas[i])); // NaN stays
        }
        for (int i = b; i < b + 4; i++) {
            max = Math.max(max, Math.abs(boxes[i]));
        }
        if (max < SAFE_MAGNITUDE && wx >= 1e-3f && wy >= 1e-3f) {
            return true;
        }
        var box = new float[4];
        for (int j = 0; j < k; j++) {
            decode(boxes, b, deltas, d + 4 * j, box, 0);
            for (float coordinate : box) {
                if (!Float.isFinite(coordinate)) {
                    return false;
                }
            }
        }
        return true;
    }
}
