package org.mvit4j.maskrcnn.rpn;

import java.util.List;
import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * Anchor boxes of a feature pyramid: at every cell of level {@code l}, one box per size and aspect ratio (height over
 * width), centred at {@code (x + offset) × stride}. The order within a level is y, then x, then size, then ratio.
 *
 * <p>Anchors are neither clipped nor filtered. Coordinates are float32; the sizes are computed in double.
 */
public final class AnchorGenerator {
    private final float[][] cellAnchors;
    private final int[] strides;
    private final double offset;

    /**
     * A generator for as many levels as there are strides.
     *
     * @param sizes per level, the square roots of anchor areas in pixels
     * @param aspectRatios height over width, for all levels
     * @param strides per level, pixels per cell
     * @param offset position of the first centre in units of the stride, in [0, 1)
     */
    public AnchorGenerator(List<double[]> sizes, double[] aspectRatios, int[] strides, double offset) {
        if (sizes.size() != strides.length || !(offset >= 0 && offset < 1)) {
            throw new IllegalArgumentException("anchors need sizes for each of the " + strides.length
                    + " levels and an offset in [0, 1), but have sizes for " + sizes.size() + " and offset " + offset);
        }
        this.strides = strides.clone();
        this.offset = offset;
        cellAnchors = new float[strides.length][];
        for (int level = 0; level < strides.length; level++) {
            cellAnchors[level] = cell(sizes.get(level), aspectRatios);
            if (cellAnchors[level].length != cellAnchors[0].length) {
                throw new IllegalArgumentException("level " + level + " has another number of anchors than level 0");
            }
        }
    }

    private static float[] cell(double[] sizes, double[] aspectRatios) {
        var anchors = new float[4 * sizes.length * aspectRatios.length];
        int i = 0;
        for (double size : sizes) {
            for (double ratio : aspectRatios) {
                double w = Math.sqrt(size * size / ratio);
                double h = ratio * w;
                anchors[i++] = (float) (-w / 2);
                anchors[i++] = (float) (-h / 2);
                anchors[i++] = (float) (w / 2);
                anchors[i++] = (float) (h / 2);
            }
        }
        return anchors;
    }

    /** Number of pyramid levels. */
    public int levels() {
        return strides.length;
    }

    /** Anchors per cell. */
    public int anchorsPerCell() {
        return cellAnchors[0].length / 4;
    }

    /** Anchors of a level around the origin. */
    public Boxes cellAnchors(int level) {
        return new Boxes(cellAnchors[level].clone());
    }

    /** All anchors of a level whose feature map is {@code height × width} cells. */
    public Boxes grid(int level, int height, int width) {
        var all = new float[cellAnchors[level].length * height * width];
        for (int i = 0; i < all.length / 4; i++) {
            anchor(level, width, i, all, 4 * i);
        }
        return new Boxes(all);
    }

    /** Writes anchor {@code index} of a level whose feature map is {@code width} cells wide to {@code out[o..]}. */
    public void anchor(int level, int width, int index, float[] out, int o) {
        int perCell = anchorsPerCell();
        int cell = index / perCell;
        int a = 4 * (index % perCell);
        float dx = (float) ((cell % width + offset) * strides[level]);
        float dy = (float) ((cell / width + offset) * strides[level]);
        float[] shape = cellAnchors[level];
        out[o] = dx + shape[a];
        out[o + 1] = dy + shape[a + 1];
        out[o + 2] = dx + shape[a + 2];
        out[o + 3] = dy + shape[a + 3];
    }
}
