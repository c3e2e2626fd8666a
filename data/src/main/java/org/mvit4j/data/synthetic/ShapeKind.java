package org.mvit4j.data.synthetic;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/** The classes of the drawn data set; they differ in outline alone. Ids are sparse, as COCO's are. */
public enum ShapeKind {
    /** A filled circle. */
    DISC(1),
    /** A square. */
    SQUARE(3),
    /** An equilateral triangle. */
    TRIANGLE(7),
    /** A star of five points. */
    STAR(8),
    /** A circle with a hole, through which what lies behind is seen. */
    RING(12);

    private final int categoryId;

    ShapeKind(int categoryId) {
        this.categoryId = categoryId;
    }

    /** The id in the annotation file. */
    public int categoryId() {
        return categoryId;
    }

    /** The class name. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outline around a centre. */
    Area outline(double x, double y, double radius, double angle) {
        Area unit = switch (this) {
            case DISC -> new Area(new Ellipse2D.Double(-1, -1, 2, 2));
            case SQUARE -> new Area(new Rectangle2D.Double(-0.8, -0.8, 1.6, 1.6));
            case TRIANGLE -> new Area(star(3, 1, 0.5));
            case STAR -> new Area(star(5, 1, 0.42));
            case RING -> {
                Area ring = new Area(new Ellipse2D.Double(-1, -1, 2, 2));
                ring.subtract(new Area(new Ellipse2D.Double(-0.55, -0.55, 1.1, 1.1)));
                yield ring;
            }
        };
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(angle);
        place.scale(radius, radius);
        return unit.createTransformedArea(place);
    }

    private static Path2D star(int points, double outer, double inner) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < 2 * points; i++) {
            double radius = i % 2 == 0 ? outer : inner;
            double angle = Math.PI * i / points;
            if (i == 0) {
                path.moveTo(radius * Math.cos(angle), radius * Math.sin(angle));
            } else {
                path.lineTo(radius * Math.cos(angle), radius * Math.sin(angle));
            }
        }
        path.closePath();
        return path;
    }
}
