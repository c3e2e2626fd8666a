package org.mvit4j.data.mask;

import java.util.Arrays;
import org.mvit4j.coco.mask.Rle;

/**
 * Pastes a square soft mask into its box on the image: each pixel centre samples the mask bilinearly, with zeros beyond
 * its border, and belongs to the object when the value is at least one half.
 *
 * <p>This is detectron2's {@code paste_masks_in_image} on torch's {@code grid_sample(align_corners=False)}, step by step
 * in float32 with the fused multiply-adds of its vector kernels, so that ties fall the same way. The work stays inside
 * the box, goes down the columns and writes run lengths as it goes; where the four mask cells around a pixel are all
 * clearly above or all clearly below one half, so is everything between them, and the pixels are counted, not computed.
 */
public final class MaskPaste {

    private static final float THRESHOLD = 0.5f;

    /** Interpolated values stay within their corners up to a few units in the last place. */
    private static final float MARGIN = 1e-4f;

    private enum Cell {
        OUT,
        IN,
        MIXED
    }

    private final int side;
    private final float[] padded;
    private final Cell[] cells;
    private final Axis columns;
    private final Axis rows;
    private final int height;
    private final int width;

    private MaskPaste(float[] mask, int side, float[] box, int height, int width) {
        this.side = side;
        this.height = height;
        this.width = width;
        this.padded = pad(mask, side);
        this.cells = classify();
        this.columns = new Axis(box[0], box[2], width, side);
        this.rows = new Axis(box[1], box[3], height, side);
    }

    /**
     * @param mask probabilities of shape (side, side), row-major
     * @param side of the mask, 28 for the published models
     * @param box x0, y0, x1, y1 in pixels of the image
     * @param height of the image
     * @param width of the image
     * @return the mask of the whole image; an empty, inverted or non-finite box gives an empty mask
     */
    public static Rle paste(float[] mask, int side, float[] box, int height, int width) {
        if (side < 1 || mask.length != side * side) {
            throw new IllegalArgumentException(
                    "a mask of side " + side + " has " + (long) side * side + " values, got " + mask.length);
        }
        if (box.length != 4 || height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cannot paste into " + width + " x " + height + " pixels with the box "
                    + Arrays.toString(box) + ": need x0, y0, x1, y1 and an image of 1 to 2^31 - 1 pixels");
        }
        if (!(box[2] - box[0] > 0 && box[3] - box[1] > 0 && isFinite(box))) {
            return Rle.empty(height, width);
        }
        return Rle.ofRuns(height, width, new MaskPaste(mask, side, box, height, width).run());
    }

    private static boolean isFinite(float[] box) {
        return Float.isFinite(box[2] - box[0]) && Float.isFinite(box[3] - box[1]);
    }

    private int[] run() {
        MaskRuns runs = new MaskRuns();
        runs.add(false, columns.from * height);
        for (int x = columns.from; x < columns.to; x++) {
            column(x - columns.from, runs);
        }
        runs.add(false, (width - columns.to) * height);
        return runs.toArray();
    }

    private void column(int x, MaskRuns runs) {
        int cellX = columns.cell[x];
        if (cellX < 0) {
            runs.add(false, height);
            return;
        }
        runs.add(false, rows.from);
        int count = rows.to - rows.from;
        for (int y = 0; y < count; ) {
            int next = rows.sameCellUntil[y];
            int cellY = rows.cell[y];
            Cell cell = cellY < 0 ? Cell.OUT : cells[cellY * (side + 1) + cellX];
            if (cell == Cell.MIXED) {
                for (; y < next; y++) {
                    runs.add(sample(x, y) >= THRESHOLD, 1);
                }
            } else {
                runs.add(cell == Cell.IN, next - y);
                y = next;
            }
        }
        runs.add(false, height - rows.to);
    }

    private float sample(int x, int y) {
        int at = rows.cell[y] * (side + 2) + columns.cell[x];
        int below = at + side + 2;
        float east = columns.fraction[x];
        float west = 1 - east;
        float south = rows.fraction[y];
        float north = 1 - south;
        float value = padded[at] * (north * west);
        value = Math.fma(padded[at + 1], north * east, value);
        value = Math.fma(padded[below], south * west, value);
        return Math.fma(padded[below + 1], south * east, value);
    }

    private static float[] pad(float[] mask, int side) {
        float[] padded = new float[(side + 2) * (side + 2)];
        for (int y = 0; y < side; y++) {
            System.arraycopy(mask, y * side, padded, (y + 1) * (side + 2) + 1, side);
        }
        return padded;
    }

    /** Cell (i, j) lies between the padded rows i, i + 1 and columns j, j + 1. */
    private Cell[] classify() {
        Cell[] classes = new Cell[(side + 1) * (side + 1)];
        for (int i = 0; i <= side; i++) {
            for (int j = 0; j <= side; j++) {
                int at = i * (side + 2) + j;
                int below = at + side + 2;
                float low = Math.min(Math.min(padded[at], padded[at + 1]), Math.min(padded[below], padded[below + 1]));
                float high = Math.max(Math.max(padded[at], padded[at + 1]), Math.max(padded[below], padded[below + 1]));
                classes[i * (side + 1) + j] =
                        low >= THRESHOLD + MARGIN ? Cell.IN : high < THRESHOLD - MARGIN ? Cell.OUT : Cell.MIXED;
            }
        }
        return classes;
    }

    /** Where the pixels of one image axis fall in the mask. */
    private static final class Axis {

        final int from;
        final int to;
        /** Index of the cell that holds the sample, negative beyond the padded mask. */
        final int[] cell;
        /** Distance of the sample from its cell's first edge. */
        final float[] fraction;

        final int[] sameCellUntil;

        Axis(float low, float high, int length, int side) {
            from = (int) Math.max(0, Math.min(length, Math.floor(low) - 1));
            to = (int) Math.max(from, Math.min(length, Math.ceil(high) + 1));
            int count = to - from;
            cell = new int[count];
            fraction = new float[count];
            sameCellUntil = new int[count];
            float extent = high - low;
            for (int i = 0; i < count; i++) {
                float grid = (from + i + 0.5f - low) / extent * 2 - 1;
                float position = Math.fma(grid + 1, side / 2f, -0.5f);
                float floor = (float) Math.floor(position);
                fraction[i] = position - floor;
                cell[i] = floor >= -1 && floor < side ? (int) floor + 1 : -1;
            }
            for (int i = count - 1; i >= 0; i--) {
                sameCellUntil[i] = i + 1 < count && cell[i] == cell[i + 1] ? sameCellUntil[i + 1] : i + 1;
            }
        }
    }
}
