package org.mvit4j.maskrcnn.matching;

import java.util.Arrays;

/**
 * Assigns to each box the annotation that overlaps it most, and a label by how much that is.
 *
 * <pre>
 *                    box 0  box 1  box 2  box 3      thresholds 0.3, 0.7
 *   annotation 0      0.15   0.45   0.20   0.60      labels  negative, ignored, positive
 *   annotation 1      0.30   0.65   0.05   0.10
 *   annotation 2      0.05   0.40   0.25   0.40
 *   best annotation      1      1      2      0
 *   label          ignored ignored negative ignored
 *   with low quality ignored positive negative positive
 * </pre>
 *
 * <p>Low-quality matches give every annotation at least one positive box: each box whose overlap equals the
 * annotation's largest one (all ties) becomes positive, but keeps its own best annotation. An annotation that overlaps
 * nothing has the largest overlap 0, so that every box with overlap 0 to it becomes positive, as in the reference.
 *
 * @param thresholds ascending; label {@code i} holds for overlaps in {@code [thresholds[i-1], thresholds[i])}
 * @param labels one more than thresholds
 * @param lowQuality whether to add low-quality matches
 */
@SuppressWarnings("ArrayRecordComponent")
public record Matcher(float[] thresholds, int[] labels, boolean lowQuality) {
    /** Label of a box that shows an object. */
    public static final int POSITIVE = 1;
    /** Label of a box that shows background. */
    public static final int NEGATIVE = 0;
    /** Label of a box that is left out of training. */
    public static final int IGNORED = -1;

    /** Refuses thresholds that leave an overlap without a label, or with two. */
    public Matcher {
        if (labels.length != thresholds.length + 1) {
            throw new IllegalArgumentException(thresholds.length + " thresholds need " + (thresholds.length + 1)
                    + " labels, not " + labels.length);
        }
        for (int i = 0; i < thresholds.length; i++) {
            if (!(thresholds[i] > 0) || i > 0 && thresholds[i] < thresholds[i - 1]) {
                throw new IllegalArgumentException(
                        "matcher thresholds must be positive and ascending, but are " + Arrays.toString(thresholds));
            }
        }
    }

    /** Anchors: negative below 0.3, positive from 0.7, low-quality matches on. */
    public static Matcher forAnchors() {
        return new Matcher(new float[] {0.3f, 0.7f}, new int[] {NEGATIVE, IGNORED, POSITIVE}, true);
    }

    /** Proposals: positive from {@code iou}, negative below. */
    public static Matcher forProposals(float iou) {
        return new Matcher(new float[] {iou}, new int[] {NEGATIVE, POSITIVE}, false);
    }

    /** Matches every column of {@code quality}; without annotations all boxes have the first label. */
    public Matches match(MatchQuality quality) {
        int rows = quality.rows();
        int columns = quality.columns();
        var best = new int[columns];
        var label = new int[columns];
        if (rows == 0) {
            Arrays.fill(label, labels[0]);
            return new Matches(best, label);
        }
        var rowMax = new float[rows];
        Arrays.fill(rowMax, Float.NEGATIVE_INFINITY);
        for (int column = 0; column < columns; column++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int row = 0; row < rows; row++) {
                float value = quality.at(row, column);
                if (value > max) {
                    max = value;
                    best[column] = row;
                }
                rowMax[row] = Math.max(rowMax[row], value);
            }
            label[column] = label(max);
        }
        if (lowQuality) {
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    if (quality.at(row, column) == rowMax[row]) {
                        label[column] = POSITIVE;
                        break;
                    }
                }
            }
        }
        return new Matches(best, label);
    }

    private int label(float value) {
        int i = 0;
        while (i < thresholds.length && value >= thresholds[i]) {
            i++;
        }
        return labels[i];
    }
}
