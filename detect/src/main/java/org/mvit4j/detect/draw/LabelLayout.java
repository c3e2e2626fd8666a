package org.mvit4j.detect.draw;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds places for label plates: inside the picture, off one another where there is room, close to their boxes.
 *
 * <p>A plate tries the spots along its box's edges first, in order of custom (above the top left corner, inside it, below
 * the box, the right-hand corners), then spots in growing rings around the corner. Where every spot is taken, or plates
 * would cover too much of the picture, an object goes without: labels on top of one another cannot be read, and too many
 * hide the objects themselves.
 */
final class LabelLayout {

    /** A plate's rectangle and whether it lies so far from its corner that a line should tie them. */
    record Place(double x, double y, boolean away) {}

    private static final int RINGS = 5;
    private static final double MAX_COVERAGE = 0.4;

    private final double pictureWidth;
    private final double pictureHeight;
    private final List<Rectangle2D> taken = new ArrayList<>();
    private double covered;

    LabelLayout(double pictureWidth, double pictureHeight) {
        this.pictureWidth = pictureWidth;
        this.pictureHeight = pictureHeight;
    }

    /**
     * Reserves a place for a plate of the given size beside the box, or returns null if there is none; the first plate
     * always has one. {@code line} is the box's line width.
     */
    @Nullable
    Place place(Rectangle2D box, double width, double height, double line) {
        double area = width * height;
        if (!taken.isEmpty() && covered + area > MAX_COVERAGE * pictureWidth * pictureHeight) {
            return null;
        }
        for (Place spot : spots(box, width, height, line)) {
            Rectangle2D plate = inside(spot, width, height);
            if (taken.stream().noneMatch(other -> other.intersects(plate))) {
                taken.add(plate);
                covered += area;
                return new Place(plate.getX(), plate.getY(), spot.away);
            }
        }
        return null;
    }

    private static List<Place> spots(Rectangle2D box, double width, double height, double line) {
        double x0 = box.getX() - line / 2;
        double y0 = box.getY() - line / 2;
        double x1 = box.getMaxX() + line / 2;
        double y1 = box.getMaxY() + line / 2;
        List<Place> spots = new ArrayList<>();
        spots.add(new Place(x0, y0 - height, false));
        spots.add(new Place(x0, y0, false));
        spots.add(new Place(x1 - width, y0 - height, false));
        spots.add(new Place(x0, y1, false));
        spots.add(new Place(x1 - width, y1, false));
        spots.add(new Place(x1 - width, y0, false));
        spots.add(new Place(x0, y1 - height, false));
        spots.add(new Place(x1, y0, false));
        spots.add(new Place(x0 - width, y0, false));
        spots.add(new Place((x0 + x1 - width) / 2, (y0 + y1 - height) / 2, false));
        for (int ring = 1; ring <= RINGS; ring++) {
            for (int i = -ring; i <= ring; i++) {
                double shift = i * width / 2;
                spots.add(new Place(x0 + shift, y0 - height - ring * height * 1.1, true));
                spots.add(new Place(x0 + shift, y0 + ring * height * 1.1, true));
            }
            for (int i = -ring; i <= ring; i++) {
                double drop = i * height * 1.1;
                spots.add(new Place(x0 - ring * width * 0.6, y0 + drop, true));
                spots.add(new Place(x0 + ring * width * 0.6, y0 + drop, true));
            }
        }
        return spots;
    }

    private Rectangle2D inside(Place spot, double width, double height) {
        double x = Math.max(0, Math.min(pictureWidth - width, spot.x));
        double y = Math.max(0, Math.min(pictureHeight - height, spot.y));
        return new Rectangle2D.Double(x, y, width, height);
    }
}
