package org.mvit4j.maskrcnn.mask;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.maskrcnn.structures.InstanceMask;

/**
 * A shape made of polygons, each {@code x, y, x, y, …} in pixels; a point inside any of them is inside.
 *
 * <p>Targets are drawn directly at their own size with the polygon rule of COCO, without resizing a picture.
 */
public final class PolygonMask implements InstanceMask {
    /** Boxes narrower or lower than this are treated as this large. */
    private static final double MIN_EXTENT = 0.1;

    /** Precision of the factor that scales the box to the grid; in rare cases it decides a cell. */
    public enum Ratio {
        /** Double, as with the NumPy of the published training runs. */
        DOUBLE,
        /** Float32, as with NumPy 2. */
        FLOAT
    }

    private final List<double[]> polygons;
    private final Ratio ratio;

    private PolygonMask(List<double[]> polygons, Ratio ratio) {
        this.polygons = polygons.stream().map(double[]::clone).toList();
        this.ratio = ratio;
        for (double[] polygon : polygons) {
            if (polygon.length < 6 || polygon.length % 2 != 0) {
                throw new IllegalArgumentException(
                        "a polygon needs at least 3 points of 2 numbers each, but has " + polygon.length + " numbers");
            }
        }
    }

    /** A shape of the given polygons. */
    public static PolygonMask of(List<double[]> polygons) {
        return new PolygonMask(polygons, Ratio.DOUBLE);
    }

    /** As above, with the factor's precision chosen. */
    public static PolygonMask of(List<double[]> polygons, Ratio ratio) {
        return new PolygonMask(polygons, ratio);
    }

    @Override
    public byte[] cropAndResize(float[] box, int side) {
        double sx = factor(box[2] - box[0], side);
        double sy = factor(box[3] - box[1], side);
        List<double[]> scaled = new ArrayList<>();
        for (double[] polygon : polygons) {
            var points = new double[polygon.length];
            for (int i = 0; i < polygon.length; i += 2) {
                points[i] = (polygon[i] - box[0]) * sx;
                points[i + 1] = (polygon[i + 1] - box[1]) * sy;
            }
            scaled.add(points);
        }
        return Rle.polygons(scaled, side, side).decode(Rle.Layout.ROW_MAJOR);
    }

    private double factor(float extent, int side) {
        return ratio == Ratio.DOUBLE
                ? side / Math.max(extent, MIN_EXTENT)
                : (float) side / Math.max(extent, (float) MIN_EXTENT);
    }
}
