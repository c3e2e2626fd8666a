package org.mvit4j.maskrcnn.roi;

import java.util.Arrays;

/**
 * One axis of RoIAlign for one region: which cells each bin reads, with which weights.
 *
 * <p>Bilinear weights are products of one factor per axis, and the samples of a bin form a grid, so the weight of a
 * cell in a bin is the product of two sums, one per axis. This class forms those sums, with sample positions in the
 * float32 order of the reference. It is a buffer to be filled again for each region.
 */
final class AxisWeights {
    private final int bins;
    private final int[] first;
    private final int[] length;
    private float[] weights;
    private int width;
    private int samples;

    AxisWeights(int bins) {
        this.bins = bins;
        first = new int[bins];
        length = new int[bins];
        weights = new float[0];
    }

    /**
     * Fills the buffer for the extent {@code [low, high]} in pixels.
     *
     * @param scale cells per pixel
     * @param samplingRatio samples per bin and axis, or 0 for as many as a bin has cells
     * @param aligned whether pixel centres lie at one half (and extents have no minimum of one cell)
     * @param cells number of cells of the feature map along this axis
     */
    void fill(float low, float high, float scale, int samplingRatio, boolean aligned, int cells) {
        float offset = aligned ? 0.5f : 0f;
        float start = low * scale - offset;
        float extent = high * scale - offset - start;
        if (!aligned) {
            extent = Math.max(extent, 1f);
        }
        float bin = extent / bins;
        samples = samplingRatio > 0 ? samplingRatio : Math.max(0, (int) Math.ceil(extent / bins));
        width = (int) Math.min(cells, Math.ceil(Math.abs(bin)) + 2L);
        if (weights.length < bins * width) {
            weights = new float[bins * width];
        } else {
            Arrays.fill(weights, 0, bins * width, 0f);
        }
        for (int b = 0; b < bins; b++) {
            int from = Integer.MAX_VALUE;
            int to = -1;
            for (int i = 0; i < samples; i++) {
                int s = bin < 0 ? samples - 1 - i : i;
                float at = start + b * bin + (s + 0.5f) * bin / samples;
                if (!(at >= -1f && at <= cells)) {
                    continue;
                }
                at = Math.max(at, 0f);
                int cell = Math.min((int) at, cells - 1);
                float upper = cell == cells - 1 ? 0f : at - cell;
                if (to < 0) {
                    from = cell;
                }
                // Positions ascend, so a bin's cells are one run that starts with its first sample.
                int slot = b * width + cell - from;
                weights[slot] += 1f - upper;
                if (upper > 0f) {
                    weights[slot + 1] += upper;
                    cell++;
                }
                to = Math.max(to, cell);
            }
            first[b] = to < 0 ? 0 : from;
            length[b] = to < 0 ? 0 : to - from + 1;
        }
    }

    /** Samples per bin, those outside the map included. */
    int samples() {
        return samples;
    }

    /** First cell of a bin. */
    int first(int bin) {
        return first[bin];
    }

    /** Number of cells of a bin; 0 when it lies outside the map. */
    int length(int bin) {
        return length[bin];
    }

    /** Weight of the {@code i}-th cell of a bin. */
    float weight(int bin, int i) {
        return weights[bin * width + i];
    }
}
