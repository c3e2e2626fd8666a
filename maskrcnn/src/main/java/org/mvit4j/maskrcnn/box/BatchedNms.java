package org.mvit4j.maskrcnn.box;

import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * Non-maximum suppression of several categories (classes, pyramid levels) at once: boxes of different categories never
 * suppress each other.
 *
 * <p>torchvision has two forms of it that do not agree in every case, and chooses by the number of boxes and the
 * device; {@link Form} names both and each choice it makes.
 *
 * @param iouThreshold overlap above which the lower-scored box is dropped
 * @param form how categories are kept apart
 */
public record BatchedNms(double iouThreshold, Form form) {
    /** How categories are kept apart, and up to how many boxes. */
    public enum Form {
        /** Each category on its own: exact. */
        PER_CATEGORY(0),
        /**
         * Every box is shifted by {@code id × (largest coordinate + 1)} and all are suppressed together. The shift
         * costs float32 resolution (0.008 px at class 79, 0.125 px at class 1202), which can change results.
         */
        SHIFTED(Integer.MAX_VALUE),
        /** What torchvision does on a CPU: shifted up to 1,000 boxes. */
        TORCHVISION_CPU(1_000),
        /** What torchvision 0.12 to 0.21 does on CUDA: shifted up to 5,000 boxes. */
        TORCHVISION_CUDA(5_000),
        /** What newer torchvision does on CUDA: shifted up to 25,000 boxes. */
        TORCHVISION_CUDA_RECENT(25_000);

        private final int maxShifted;

        Form(int maxShifted) {
            this.maxShifted = maxShifted;
        }
    }

    /** Refuses a threshold that is no overlap. */
    public BatchedNms {
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("NMS threshold must lie in [0, 1], but is " + iouThreshold);
        }
    }

    /** The form of torchvision on a CPU. */
    public static BatchedNms of(double iouThreshold) {
        return new BatchedNms(iouThreshold, Form.TORCHVISION_CPU);
    }

    /**
     * Indices of the kept boxes, best score first, at most {@code limit}.
     *
     * @param boxes n boxes
     * @param scores n scores
     * @param categories n non-negative ids
     * @param limit number of boxes after which to stop
     */
    public int[] keep(Boxes boxes, float[] scores, int[] categories, int limit) {
        if (boxes.count() > form.maxShifted || boxes.count() == 0) {
            return Nms.keep(boxes, scores, categories, iouThreshold, limit);
        }
        return Nms.keep(shift(boxes, categories), scores, new int[scores.length], iouThreshold, limit);
    }

    private static Boxes shift(Boxes boxes, int[] categories) {
        float max = Float.NEGATIVE_INFINITY;
        for (float coordinate : boxes.xyxy()) {
            max = Math.max(max, coordinate);
        }
        var shifted = boxes.xyxy().clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += categories[i / 4] * (max + 1);
        }
        return new Boxes(shifted);
    }
}
