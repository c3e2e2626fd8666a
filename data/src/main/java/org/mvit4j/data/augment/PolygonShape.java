package org.mvit4j.data.augment;

import java.util.List;

/**
 * The union of simple rings, each x1, y1, x2, y2, … without a repeated last vertex.
 *
 * @param rings the outlines
 */
public record PolygonShape(List<Coordinates> rings) implements InstanceShape {

    public PolygonShape {
        rings = List.copyOf(rings);
    }

    @Override
    public boolean isEmpty() {
        return rings.isEmpty();
    }

    /** The maximum starts at 0 and the minimum at infinity, in float32, as the reference has it. */
    @Override
    public float[] bounds() {
        float[] box = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 0, 0};
        for (Coordinates ring : rings) {
            double[] xy = ring.xy();
            for (int i = 0; i < xy.length; i++) {
                float v = (float) xy[i];
                box[i & 1] = Math.min(box[i & 1], v);
                box[2 + (i & 1)] = Math.max(box[2 + (i & 1)], v);
            }
        }
        return box;
    }
}
