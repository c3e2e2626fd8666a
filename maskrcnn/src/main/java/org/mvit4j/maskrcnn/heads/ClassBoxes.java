package org.mvit4j.maskrcnn.heads;

import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.structures.Boxes;

/** The predicted box of every proposal for every class, decoded when asked for. */
public interface ClassBoxes {
    /** Number of proposals. */
    int rows();

    /** Whether all boxes of a proposal are finite. */
    boolean isFinite(int row);

    /** Writes the box of a proposal for a class to {@code out[o..]}. */
    void box(int row, int category, float[] out, int o);

    /** Boxes to be decoded from {@code rows × k × 4} deltas; one box per proposal serves all classes when k is 1. */
    static ClassBoxes decoded(Boxes proposals, float[] deltas, Box2BoxTransform transform) {
        int rows = proposals.count();
        int k = rows == 0 ? 1 : deltas.length / (4 * rows);
        if (deltas.length != 4 * k * rows) {
            throw new IllegalArgumentException(deltas.length + " deltas do not fit " + rows + " proposals");
        }
        return new ClassBoxes() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public boolean isFinite(int row) {
                return transform.decodesFinite(proposals.xyxy(), 4 * row, deltas, 4 * k * row, k);
            }

            @Override
            public void box(int row, int category, float[] out, int o) {
                int column = k == 1 ? 0 : category;
                transform.decode(proposals.xyxy(), 4 * row, deltas, 4 * (k * row + column), out, o);
            }
        };
    }

    /** Given boxes, {@code rows × k × 4} coordinates. */
    static ClassBoxes of(int rows, float[] xyxy) {
        var boxes = new Boxes(xyxy);
        int k = rows == 0 ? 1 : boxes.count() / rows;
        return new ClassBoxes() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public boolean isFinite(int row) {
                for (int j = 0; j < k; j++) {
                    if (!boxes.isFinite(k * row + j)) {
                        return false;
                    }
                }
                return true;
            }

            @Override
            public void box(int row, int category, float[] out, int o) {
                System.arraycopy(xyxy, 4 * (k * row + (k == 1 ? 0 : category)), out, o, 4);
            }
        };
    }
}
