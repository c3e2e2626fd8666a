package org.mvit4j.maskrcnn.box;

import java.util.Arrays;
import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * Greedy non-maximum suppression: boxes in descending order of score, equal scores in input order; a box is dropped
 * when its overlap with a kept one is greater than (not equal to) the threshold. Areas have no "+1"; an undefined
 * overlap (0/0) suppresses nothing.
 */
public final class Nms {
    private Nms() {}

    /** Indices of the kept boxes, best score first. */
    public static int[] keep(Boxes boxes, float[] scores, double iouThreshold) {
        return keep(boxes, scores, new int[scores.length], iouThreshold, scores.length);
    }

    /**
     * Suppression among boxes of equal category only, stopped as soon as {@code limit} boxes are kept. Greedy
     * suppression decides each box from better ones alone, so the result is the head of the unlimited one.
     *
     * @param categories one non-negative id per box
     * @return indices of the kept boxes, best score first over all categories
     */
    static int[] keep(Boxes boxes, float[] scores, int[] categories, double iouThreshold, int limit) {
        if (boxes.count() != scores.length || scores.length != categories.length) {
            throw new IllegalArgumentException(
                    boxes.count() + " boxes, " + scores.length + " scores and " + categories.length + " categories");
        }
        int[] order = ScoreOrder.descending(scores);
        int max = Math.min(limit, order.length);
        var kept = new int[max];
        // Kept boxes of one category form a list: lastOf[category] -> previous[...] -> … -> -1.
        var previous = new int[max];
        var lastOf = new int[Arrays.stream(categories).max().orElse(0) + 1];
        Arrays.fill(lastOf, -1);
        float[] xyxy = boxes.xyxy();
        var area = new float[max];
        int n = 0;
        for (int candidate : order) {
            if (n == max) {
                break;
            }
            int category = categories[candidate];
            float candidateArea = boxes.area(candidate);
            boolean suppressed = false;
            for (int k = lastOf[category]; k >= 0 && !suppressed; k = previous[k]) {
                suppressed = iou(xyxy, 4 * kept[k], area[k], 4 * candidate, candidateArea) > iouThreshold;
            }
            if (!suppressed) {
                kept[n] = candidate;
                area[n] = candidateArea;
                previous[n] = lastOf[category];
                lastOf[category] = n++;
            }
        }
        return n == max ? kept : Arrays.copyOf(kept, n);
    }

    /** Overlap with the comparison order of the reference, which decides what NaN coordinates do. */
    private static float iou(float[] xyxy, int a, float areaA, int b, float areaB) {
        float left = xyxy[a] < xyxy[b] ? xyxy[b] : xyxy[a];
        float top = xyxy[a + 1] < xyxy[b + 1] ? xyxy[b + 1] : xyxy[a + 1];
        float right = xyxy[b + 2] < xyxy[a + 2] ? xyxy[b + 2] : xyxy[a + 2];
        float bottom = xyxy[b + 3] < xyxy[a + 3] ? xyxy[b + 3] : xyxy[a + 3];
        float w = right - left;
        float h = bottom - top;
        float intersection = (w > 0 ? w : 0) * (h > 0 ? h : 0);
        return intersection / (areaA + areaB - intersection);
    }
}
