package org.mvit4j.maskrcnn.heads;

import java.util.Arrays;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;

/**
 * Turns class probabilities and boxes of all proposals of an image into detections: every pair of proposal and class
 * above the score threshold, suppressed within each class, the best first. One proposal may yield several classes.
 *
 * @param scoreThreshold probability that a detection must exceed
 * @param nms suppression, with classes as categories
 * @param topk number of detections per image
 */
public record DetectionSelector(float scoreThreshold, BatchedNms nms, int topk) {
    /** Refuses a limit that would leave nothing. */
    public DetectionSelector {
        if (topk <= 0) {
            throw new IllegalArgumentException("detections per image must be positive, but are " + topk);
        }
    }

    /**
     * Detections and the proposals they come from.
     *
     * @param instances detections without masks
     * @param proposals per detection, the index of its proposal
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Selection(Instances instances, int[] proposals) {}

    /**
     * Selects the detections of one image.
     *
     * @param boxes boxes in pixels of {@code size}
     * @param probabilities {@code rows × (classes + 1)}, the last column being background
     * @param size the unpadded image, to which boxes are clipped
     */
    public Selection select(ClassBoxes boxes, float[] probabilities, ImageSize size) {
        int columns = boxes.rows() == 0 ? 1 : probabilities.length / boxes.rows();
        var rows = new int[256];
        var classes = new int[256];
        var scores = new float[256];
        int n = 0;
        for (int row = 0; row < boxes.rows(); row++) {
            int start = row * columns;
            if (!isFinite(probabilities, start, columns) || !boxes.isFinite(row)) {
                continue;
            }
            for (int c = 0; c < columns - 1; c++) {
                if (probabilities[start + c] > scoreThreshold) {
                    if (n == rows.length) {
                        rows = Arrays.copyOf(rows, 2 * n);
                        classes = Arrays.copyOf(classes, 2 * n);
                        scores = Arrays.copyOf(scores, 2 * n);
                    }
                    rows[n] = row;
                    classes[n] = c;
                    scores[n++] = probabilities[start + c];
                }
            }
        }
        var xyxy = new float[4 * n];
        for (int i = 0; i < n; i++) {
            boxes.box(rows[i], classes[i], xyxy, 4 * i);
        }
        scores = Arrays.copyOf(scores, n);
        classes = Arrays.copyOf(classes, n);
        Boxes candidates = new Boxes(xyxy).clip(size);
        int[] kept = nms.keep(candidates, scores, classes, topk);
        var found = new Instances(size, candidates, scores, classes, null).select(kept);
        int[] proposals = rows;
        return new Selection(found, Arrays.stream(kept).map(i -> proposals[i]).toArray());
    }

    private static boolean isFinite(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }
}
