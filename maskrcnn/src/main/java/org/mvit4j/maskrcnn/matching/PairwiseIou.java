package org.mvit4j.maskrcnn.matching;

import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * Intersection over union of every annotation with every box, computed when asked for: at a quarter of a million
 * anchors the matrix itself would be the largest array of a training step.
 *
 * @param annotations rows
 * @param boxes columns
 */
public record PairwiseIou(Boxes annotations, Boxes boxes) implements MatchQuality {
    @Override
    public int rows() {
        return annotations.count();
    }

    @Override
    public int columns() {
        return boxes.count();
    }

    @Override
    public float at(int row, int column) {
        float[] a = annotations.xyxy();
        float[] b = boxes.xyxy();
        int i = 4 * row;
        int j = 4 * column;
        float w = Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
        if (!(w > 0)) {
            return 0;
        }
        float h = Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
        float intersection = w * h;
        if (!(h > 0 && intersection > 0)) {
            return 0;
        }
        float areaA = (a[i + 2] - a[i]) * (a[i + 3] - a[i + 1]);
        float areaB = (b[j + 2] - b[j]) * (b[j + 3] - b[j + 1]);
        return intersection / (areaA + areaB - intersection);
    }
}
