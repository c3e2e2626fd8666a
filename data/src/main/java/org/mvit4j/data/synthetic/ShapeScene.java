package org.mvit4j.data.synthetic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.coco.mask.Rle;

/**
 * One drawn picture and what is in it. Shapes lie over each other; an annotation covers what is left visible.
 *
 * @param image the picture
 * @param objects in drawing order, crowds last
 */
public record ShapeScene(BufferedImage image, List<Item> objects) {

    private static final double FLATNESS = 0.3;
    private static final double LEAST_VISIBLE = 0.45;
    private static final double SMALLEST_AREA = 60;
    private static final double MOST_TILT = Math.toRadians(25);

    /**
     * An annotation.
     *
     * @param kind its class
     * @param crowd whether it stands for many
     * @param rings outer rings x1, y1, x2, y2, …; empty where only a mask says it all
     * @param mask the visible pixels
     */
    public record Item(ShapeKind kind, boolean crowd, List<double[]> rings, Rle mask) {}

    private static final class Placed {
        final ShapeKind kind;
        final Area whole;
        final double area;
        Area visible;

        Placed(ShapeKind kind, Area outline, Area frame) {
            this.kind = kind;
            whole = new Area(outline);
            visible = new Area(outline);
            visible.intersect(frame);
            area = area(outline);
        }
    }

    /**
     * Draws a picture.
     *
     * @param mostObjects up to this many shapes
     */
    public static ShapeScene draw(int width, int height, int mostObjects, RandomGenerator random) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Color behind = Texture.color(random);
        Texture.clouds(image, behind, random);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        clutter(g, width, height, random);
        Area frame = new Area(new Rectangle2D.Double(0, 0, width, height));
        List<Placed> placed = new ArrayList<>();
        Area crowd = null;
        ShapeKind crowdKind = ShapeKind.DISC;
        if (random.nextInt(8) == 0) {
            crowdKind = any(random);
            crowd = crowd(g, width, height, crowdKind, behind, random);
        }
        int wanted = 1 + random.nextInt(mostObjects);
        for (int attempt = 0; placed.size() < wanted && attempt < 20 * wanted; attempt++) {
            ShapeKind kind = any(random);
            double radius = radius(Math.min(width, height), random);
            double x = width * (0.02 + 0.96 * random.nextDouble());
            double y = height * (0.02 + 0.96 * random.nextDouble());
            Placed next =
                    new Placed(kind, kind.outline(x, y, radius, MOST_TILT * (2 * random.nextDouble() - 1)), frame);
            if (area(next.visible) < LEAST_VISIBLE * next.area || !leavesEnough(placed, crowd, next)) {
                continue;
            }
            placed.forEach(below -> below.visible.subtract(next.whole));
            placed.add(next);
            paint(g, next.whole, behind, random);
        }
        g.dispose();
        Texture.grain(image, 4 + 10 * random.nextDouble(), random);
        List<Item> items = new ArrayList<>();
        for (Placed each : placed) {
            items.add(item(each.kind, false, each.visible, width, height));
        }
        if (crowd != null) {
            placed.forEach(crowdCover(crowd));
            crowd.intersect(frame);
            if (area(crowd) > SMALLEST_AREA) {
                items.add(item(crowdKind, true, crowd, width, height));
            }
        }
        return new ShapeScene(image, items);
    }

    private static java.util.function.Consumer<Placed> crowdCover(Area crowd) {
        return each -> crowd.subtract(each.whole);
    }

    private static ShapeKind any(RandomGenerator random) {
        return ShapeKind.values()[random.nextInt(ShapeKind.values().length)];
    }

    /** Small ones are as frequent as large ones: the logarithm is uniform. */
    private static double radius(int side, RandomGenerator random) {
        double from = Math.log(0.065 * side);
        double to = Math.log(0.34 * side);
        return Math.max(5, Math.exp(from + (to - from) * random.nextDouble()));
    }

    private static boolean leavesEnough(
            List<Placed> placed, @org.jspecify.annotations.Nullable Area crowd, Placed next) {
        for (Placed below : placed) {
            if (below.visible.intersects(next.whole.getBounds2D())) {
                Area left = new Area(below.visible);
                left.subtract(next.whole);
                if (area(left) < Math.max(LEAST_VISIBLE * below.area, SMALLEST_AREA)) {
                    return false;
                }
            }
        }
        return area(next.visible) >= SMALLEST_AREA
                && (crowd == null || !crowd.getBounds2D().intersects(next.whole.getBounds2D()));
    }

    private static void clutter(Graphics2D g, int width, int height, RandomGenerator random) {
        for (int i = random.nextInt(6); i > 0; i--) {
            Color color = Texture.color(random);
            g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 90));
            g.setStroke(new BasicStroke(1 + 3 * random.nextFloat()));
            g.draw(new Line2D.Double(
                    width * random.nextDouble(),
                    height * random.nextDouble(),
                    width * random.nextDouble(),
                    height * random.nextDouble()));
        }
    }

    private static void paint(Graphics2D g, Area outline, Color behind, RandomGenerator random) {
        g.setPaint(Texture.paint(outline.getBounds2D(), behind, random));
        g.fill(outline);
        g.setStroke(new BasicStroke(1));
        g.setColor(new Color(0, 0, 0, 110));
        g.draw(outline);
    }

    /** A heap of small shapes of one class that nobody would outline one by one. */
    private static Area crowd(
            Graphics2D g, int width, int height, ShapeKind kind, Color behind, RandomGenerator random) {
        double side = Math.min(width, height);
        double x = width * (0.25 + 0.5 * random.nextDouble());
        double y = height * (0.25 + 0.5 * random.nextDouble());
        Area all = new Area();
        for (int i = 10 + random.nextInt(8); i > 0; i--) {
            double angle = 2 * Math.PI * random.nextDouble();
            double distance = 0.16 * side * Math.sqrt(random.nextDouble());
            Area one = kind.outline(
                    x + 1.6 * distance * Math.cos(angle),
                    y + distance * Math.sin(angle),
                    0.03 * side * (1 + random.nextDouble()),
                    angle);
            paint(g, one, behind, random);
            all.add(one);
        }
        return all;
    }

    private static Item item(ShapeKind kind, boolean crowd, Area visible, int width, int height) {
        List<double[]> outer = new ArrayList<>();
        List<double[]> holes = new ArrayList<>();
        for (double[] ring : rings(visible)) {
            // an area's outer rings run one way, its holes the other
            (signedArea(ring) > 0 ? outer : holes).add(ring);
        }
        if (outer.stream().mapToDouble(ring -> signedArea(ring)).sum()
                < holes.stream().mapToDouble(ring -> -signedArea(ring)).sum()) {
            List<double[]> swapped = outer;
            outer = holes;
            holes = swapped;
        }
        Rle mask = Rle.polygons(outer, height, width);
        if (!holes.isEmpty()) {
            byte[] pixels = mask.decode(Rle.Layout.ROW_MAJOR);
            byte[] cut = Rle.polygons(holes, height, width).decode(Rle.Layout.ROW_MAJOR);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (pixels[i] & ~cut[i] & 1);
            }
            mask = Rle.ofMask(pixels, height, width, Rle.Layout.ROW_MAJOR);
        }
        return new Item(kind, crowd, crowd || !holes.isEmpty() ? List.of() : outer, mask);
    }

    private static List<double[]> rings(Area area) {
        List<double[]> rings = new ArrayList<>();
        List<Double> current = new ArrayList<>();
        double[] point = new double[6];
        for (PathIterator path = area.getPathIterator(null, FLATNESS); !path.isDone(); path.next()) {
            switch (path.currentSegment(point)) {
                case PathIterator.SEG_CLOSE -> {
                    double[] ring = current.stream()
                            .mapToDouble(v -> Math.round(100 * v) / 100.0)
                            .toArray();
                    if (ring.length >= 6 && Math.abs(signedArea(ring)) > 1) {
                        rings.add(ring);
                    }
                    current.clear();
                }
                default -> {
                    current.add(point[0]);
                    current.add(point[1]);
                }
            }
        }
        return rings;
    }

    private static double area(Area area) {
        return Math.abs(rings(area).stream().mapToDouble(ShapeScene::signedArea).sum());
    }

    private static double signedArea(double[] ring) {
        double twice = 0;
        for (int i = 0; i < ring.length; i += 2) {
            int j = (i + 2) % ring.length;
            twice += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
        }
        return twice / 2;
    }
}
