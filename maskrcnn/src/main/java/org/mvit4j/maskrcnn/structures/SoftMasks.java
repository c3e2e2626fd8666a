package org.mvit4j.maskrcnn.structures;

/**
 * Square masks of probabilities, one per instance, each covering its instance's box.
 *
 * @param side cells per side, 28 in the published models
 * @param values {@code n × side × side} probabilities, row by row
 */
@SuppressWarnings("ArrayRecordComponent")
public record SoftMasks(int side, float[] values) {
    /** Refuses arrays that do not hold whole masks. */
    public SoftMasks {
        if (side <= 0 || values.length % (side * side) != 0) {
            throw new IllegalArgumentException(values.length + " values are no masks of " + side + "x" + side);
        }
    }

    /** Number of masks. */
    public int count() {
        return values.length / (side * side);
    }

    /** Where mask {@code i} starts in {@link #values}. */
    public int offset(int i) {
        return i * side * side;
    }

    /** The masks at {@code indices}, in that order. */
    public SoftMasks select(int... indices) {
        int cells = side * side;
        var selected = new float[indices.length * cells];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * cells, selected, i * cells, cells);
        }
        return new SoftMasks(side, selected);
    }
}
