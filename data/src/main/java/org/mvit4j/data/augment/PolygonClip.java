package org.mvit4j.data.augment;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * What a window leaves of a ring: the ring is repaired by a buffer of width zero and intersected with the window; of the
 * result only parts with area count, each by its outer ring, holes filled.
 */
final class PolygonClip {

    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    private final int x;
    private final int y;
    private final Geometry window;

    PolygonClip(int x, int y, int width, int height) {
        this.x = x;
        this.y = y;
        window = GEOMETRY.toGeometry(new Envelope(x, (double) x + width, y, (double) y + height));
    }

    /** The parts inside the window, relative to its corner. */
    List<Coordinates> apply(Coordinates ring) {
        double[] xy = ring.xy();
        Coordinate[] closed = new Coordinate[ring.points() + 1];
        for (int i = 0; i < ring.points(); i++) {
            closed[i] = new Coordinate(xy[2 * i], xy[2 * i + 1]);
        }
        closed[ring.points()] = closed[0].copy();
        Geometry repaired = GEOMETRY.createPolygon(closed).buffer(0);
        if (repaired.isEmpty()) {
            return List.of();
        }
        Geometry inside = OverlayNGRobust.overlay(repaired, window, OverlayNG.INTERSECTION);
        List<Coordinates> parts = new ArrayList<>();
        for (int i = 0; i < inside.getNumGeometries(); i++) {
            if (inside.getGeometryN(i) instanceof Polygon part && !part.isEmpty()) {
                parts.add(relative(part.getExteriorRing().getCoordinates()));
            }
        }
        return parts;
    }

    private Coordinates relative(Coordinate[] closed) {
        double[] xy = new double[2 * (closed.length - 1)];
        for (int i = 0; i < closed.length - 1; i++) {
            xy[2 * i] = closed[i].getX() - x;
            xy[2 * i + 1] = closed[i].getY() - y;
        }
        return Coordinates.real(xy);
    }
}
