package org.mvit4j.maskrcnn.roi;

import java.util.Arrays;

/**
 * RoIAlign on one feature map as a sparse matrix: for each output bin, the cells it reads and their weights. Bins are
 * ordered by region, row, column. Growing arrays in the layout of {@code embedding_bag}: bag {@code i} holds entries
 * {@code offsets[i] … offsets[i + 1] - 1}.
 */
final class PoolingBags {
    private final RoiAlign align;
    private final AxisWeights ys;
    private final AxisWeights xs;
    private final int[] offsets;
    private int[] cells = new int[1 << 12];
    private float[] weights = new float[1 << 12];
    private int bags;
    private int entries;

    /** Bags for {@code rois} regions. */
    PoolingBags(RoiAlign align, int rois) {
        this.align = align;
        ys = new AxisWeights(align.size());
        xs = new AxisWeights(align.size());
        offsets = new int[rois * align.size() * align.size() + 1];
    }

    /**
     * Appends the bins of one region.
     *
     * @param boxes coordinates in pixels
     * @param b where in {@code boxes} the region's box starts
     * @param image index of its image in the batch
     */
    void add(float[] boxes, int b, int image, int height, int width) {
        ys.fill(boxes[b + 1], boxes[b + 3], align.scale(), align.samplingRatio(), align.aligned(), height);
        xs.fill(boxes[b], boxes[b + 2], align.scale(), align.samplingRatio(), align.aligned(), width);
        float count = Math.max((float) ys.samples() * xs.samples(), 1f);
        int origin = image * height * width;
        for (int py = 0; py < align.size(); py++) {
            int rows = ys.length(py);
            for (int px = 0; px < align.size(); px++) {
                int columns = xs.length(px);
                ensure(rows * columns);
                for (int y = 0; y < rows; y++) {
                    float wy = ys.weight(py, y) / count;
                    int cell = origin + (ys.first(py) + y) * width + xs.first(px);
                    for (int x = 0; x < columns; x++) {
                        cells[entries] = cell + x;
                        weights[entries++] = wy * xs.weight(px, x);
                    }
                }
                offsets[++bags] = entries;
            }
        }
    }

    private void ensure(int more) {
        if (entries + more > cells.length) {
            int capacity = Math.max(entries + more, cells.length * 2);
            cells = Arrays.copyOf(cells, capacity);
            weights = Arrays.copyOf(weights, capacity);
        }
    }

    int entries() {
        return entries;
    }

    int[] cells() {
        return cells;
    }

    float[] weights() {
        return weights;
    }

    int[] offsets() {
        return offsets;
    }
}
