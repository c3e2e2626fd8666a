package org.mvit4j.data.augment;

import java.util.List;

/** The outline of an annotated object: polygons, a bit mask, or nothing but its box. */
public sealed interface InstanceShape permits PolygonShape, BitMask, InstanceShape.BoxOnly {

    /** An object without outline. */
    InstanceShape NONE = new BoxOnly();

    /** The shape of an object that has no outline. */
    record BoxOnly() implements InstanceShape {
        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public float[] bounds() {
            throw new UnsupportedOperationException("an object without outline has no bounds but its box");
        }
    }

    /** Whether nothing of the outline is left. */
    boolean isEmpty();

    /** The tight box x1, y1, x2, y2 around a shape that is not empty. */
    float[] bounds();

    /** A polygon shape. */
    static InstanceShape polygons(List<Coordinates> rings) {
        return new PolygonShape(rings);
    }
}
