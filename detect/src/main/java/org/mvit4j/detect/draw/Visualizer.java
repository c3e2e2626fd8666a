package org.mvit4j.detect.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.image.RgbImage;

/**
 * Draws objects on a picture. Layers go from large to small: mask fills, then outlines, then boxes, then labels, so that
 * a small object before a large one stays visible and no label is painted over. Immutable and safe to share.
 */
public final class Visualizer {

    private final DrawOptions options;

    public Visualizer(DrawOptions options) {
        this.options = options;
    }

    public Visualizer() {
        this(DrawOptions.DEFAULT);
    }

    /**
     * A copy of the picture with the objects on it, as {@link BufferedImage#TYPE_INT_RGB}.
     *
     * @param overlays in the order of their colours when each object has its own
     * @throws IllegalArgumentException if a mask has another size than the picture
     * @throws IllegalStateException if labels are wanted and the machine has no font at all
     */
    public BufferedImage draw(RgbImage picture, List<Overlay> overlays) {
        BufferedImage canvas = canvas(picture);
        List<Integer> largestFirst = IntStream.range(0, overlays.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -overlays.get(i).area()))
                .toList();
        double line = lineWidth(picture.width(), picture.height());
        fillMasks(canvas, overlays, largestFirst);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            drawOutlines(graphics, overlays, largestFirst, line);
            drawBoxes(graphics, picture, overlays, largestFirst, line);
            drawLabels(graphics, picture, overlays, line);
        } finally {
            graphics.dispose();
        }
        return canvas;
    }

    /** Two pixels on a picture of 800 x 600, in proportion elsewhere. */
    private static double lineWidth(int width, int height) {
        return Math.max(1, Math.sqrt((double) width * height) / 350);
    }

    private static BufferedImage canvas(RgbImage picture) {
        BufferedImage canvas = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        int[] rgb = pixels(canvas);
        byte[] from = picture.pixels();
        for (int i = 0, p = 0; i < rgb.length; i++, p += 3) {
            rgb[i] = (from[p] & 0xff) << 16 | (from[p + 1] & 0xff) << 8 | (from[p + 2] & 0xff);
        }
        return canvas;
    }

    private static int[] pixels(BufferedImage canvas) {
        return ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
    }

    private Color colour(List<Overlay> overlays, int index) {
        return Palette.colour(
                options.colourBy() == DrawOptions.ColourBy.CLASS
                        ? overlays.get(index).classIndex()
                        : index);
    }

    private void fillMasks(BufferedImage canvas, List<Overlay> overlays, List<Integer> order) {
        for (int index : order) {
            Rle mask = overlays.get(index).mask();
            if (mask == null) {
                continue;
            }
            if (mask.width() != canvas.getWidth() || mask.height() != canvas.getHeight()) {
                throw new IllegalArgumentException("object " + index + " has a mask of " + mask.width() + " x "
                        + mask.height() + " pixels, the picture has " + canvas.getWidth() + " x " + canvas.getHeight());
            }
            if (options.masks()) {
                MaskFill.blend(
                        pixels(canvas),
                        canvas.getWidth(),
                        canvas.getHeight(),
                        mask,
                        colour(overlays, index),
                        options.maskOpacity());
            }
        }
    }

    private void drawOutlines(Graphics2D graphics, List<Overlay> overlays, List<Integer> order, double line) {
        if (!options.outlines()) {
            return;
        }
        graphics.setStroke(new BasicStroke((float) (0.8 * line), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int index : order) {
            Rle mask = overlays.get(index).mask();
            if (mask != null) {
                Path2D outline = MaskOutline.trace(mask);
                graphics.setColor(colour(overlays, index));
                graphics.draw(outline);
            }
        }
    }

    private void drawBoxes(
            Graphics2D graphics, RgbImage picture, List<Overlay> overlays, List<Integer> order, double line) {
        if (!options.boxes()) {
            return;
        }
        double inset = line / 2;
        graphics.setStroke(new BasicStroke((float) line, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER));
        for (int index : order) {
            Overlay overlay = overlays.get(index);
            if (overlay.hasBox()) {
                double x0 = Math.max(overlay.x0(), inset);
                double y0 = Math.max(overlay.y0(), inset);
                double x1 = Math.min(overlay.x1(), picture.width() - inset);
                double y1 = Math.min(overlay.y1(), picture.height() - inset);
                graphics.setColor(colour(overlays, index));
                graphics.draw(new Rectangle2D.Double(x0, y0, Math.max(0, x1 - x0), Math.max(0, y1 - y0)));
            }
        }
    }

    /** The surest objects choose their places first. */
    private void drawLabels(Graphics2D graphics, RgbImage picture, List<Overlay> overlays, double line) {
        if (!options.labels()) {
            return;
        }
        LabelPainter painter = new LabelPainter(graphics, picture.width(), picture.height(), line, overlays.size());
        IntStream.range(0, overlays.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -score(overlays.get(i))))
                .forEach(index -> painter.add(overlays.get(index), colour(overlays, index)));
        painter.paint();
    }

    private static double score(Overlay overlay) {
        return overlay.score() >= 0 ? overlay.score() : 1;
    }
}
