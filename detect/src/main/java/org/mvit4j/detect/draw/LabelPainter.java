package org.mvit4j.detect.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Plates with captions in black or white, whichever reads better on the plate's colour. Letters grow with the picture,
 * are smaller on small objects and in crowds, and never smaller than can be read.
 */
final class LabelPainter {

    private static final float SMALLEST = 9;

    private final Graphics2D graphics;
    private final LabelLayout layout;
    private final double pictureWidth;
    private final double pictureHeight;
    private final double line;
    private final Font large;
    private final Font small;
    private final List<Plate> plates = new ArrayList<>();

    private record Plate(
            String text, Font font, double ascent, Rectangle2D box, Rectangle2D area, boolean away, Color colour) {}

    LabelPainter(Graphics2D graphics, int width, int height, double line, int labels) {
        this.graphics = graphics;
        this.layout = new LabelLayout(width, height);
        this.pictureWidth = width;
        this.pictureHeight = height;
        this.line = line;
        double crowd = Math.max(0.7, Math.min(1, Math.sqrt(20.0 / Math.max(1, labels))));
        double scale = crowd * Math.sqrt((double) width * height) / 42;
        float size = (float) Math.max(SMALLEST, Math.min(scale, height / 4.0));
        large = font(size);
        small = font(Math.max(SMALLEST, 0.75f * size));
    }

    /** A logical font, which the JDK maps to all scripts the machine has letters for. */
    private static Font font(float size) {
        try {
            return new Font(Font.SANS_SERIF, Font.BOLD, 12).deriveFont(size);
        } catch (InternalError | RuntimeException e) {
            throw noFonts(e);
        }
    }

    private static IllegalStateException noFonts(Throwable cause) {
        return new IllegalStateException(
                "labels need a font and this machine has none: install fontconfig and a font such as DejaVu, or draw"
                        + " without labels",
                cause);
    }

    /** Finds a place for the label, if there is one. */
    void add(Overlay overlay, Color colour) {
        String caption = overlay.caption();
        if (caption.isEmpty() || !overlay.hasBox()) {
            return;
        }
        boolean smallBox = overlay.y1() - overlay.y0() < 0.08 * pictureHeight;
        Font font = smallBox ? small : large;
        FontMetrics metrics;
        try {
            metrics = graphics.getFontMetrics(font);
        } catch (InternalError | RuntimeException e) {
            throw noFonts(e);
        }
        double margin = margin(font);
        String text = fitted(caption, metrics, pictureWidth - 2 * margin);
        double width = Math.min(pictureWidth, metrics.stringWidth(text) + 2 * margin);
        double height = metrics.getAscent() + metrics.getDescent() + margin * 0.3;
        Rectangle2D box = new Rectangle2D.Double(
                overlay.x0(), overlay.y0(), overlay.x1() - overlay.x0(), overlay.y1() - overlay.y0());
        LabelLayout.Place place = layout.place(box, width, height, line);
        if (place != null) {
            Rectangle2D area = new Rectangle2D.Double(place.x(), place.y(), width, height);
            plates.add(new Plate(text, font, metrics.getAscent(), box, area, place.away(), colour));
        }
    }

    /** Draws all labels, lines to their boxes first. */
    void paint() {
        graphics.setStroke(new BasicStroke((float) Math.max(1, line * 0.6)));
        plates.stream().filter(Plate::away).forEach(this::tie);
        plates.forEach(this::plate);
    }

    /** A thin line from the plate to the nearest point of the box. */
    private void tie(Plate plate) {
        double x = plate.area.getCenterX();
        double y = plate.area.getCenterY();
        double toX = Math.max(plate.box.getX(), Math.min(plate.box.getMaxX(), x));
        double toY = Math.max(plate.box.getY(), Math.min(plate.box.getMaxY(), y));
        graphics.setColor(plate.colour);
        graphics.draw(new Line2D.Double(x, y, toX, toY));
    }

    private void plate(Plate plate) {
        double margin = margin(plate.font);
        Rectangle2D area = plate.area;
        graphics.setColor(plate.colour);
        graphics.fill(new RoundRectangle2D.Double(
                area.getX(), area.getY(), area.getWidth(), area.getHeight(), margin, margin));
        graphics.setFont(plate.font);
        graphics.setColor(Palette.textOn(plate.colour));
        graphics.drawString(
                plate.text, (float) (area.getX() + margin), (float) (area.getY() + margin * 0.15 + plate.ascent));
    }

    private static double margin(Font font) {
        return font.getSize2D() * 0.3;
    }

    private static String fitted(String caption, FontMetrics metrics, double width) {
        if (metrics.stringWidth(caption) <= width) {
            return caption;
        }
        int[] points = caption.codePoints().toArray();
        for (int keep = points.length - 1; keep > 0; keep--) {
            String shorter = new String(points, 0, keep).stripTrailing() + "…";
            if (metrics.stringWidth(shorter) <= width) {
                return shorter;
            }
        }
        return "…";
    }
}
