package org.mvit4j.coco.eval;

import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.data.SegmentationReader;
import org.mvit4j.coco.mask.Intervals;
import org.mvit4j.coco.mask.Rle;

/**
 * Overlap of masks, and of their boundaries if asked for. A detection is decoded only when its area and box leave room
 * for a match: the intersection is at most the lesser of both areas and of the boxes' intersection, and division rounds
 * monotonously, so a bound below the lowest threshold settles a pair.
 */
final class MaskPairs extends PairFinder {
    private static final String ENCODE = "encode the mask again";

    private final double boundaryRatio;
    private final SegmentationReader truthReader;
    private final SegmentationReader resultReader;
    private Mask[] truths = new Mask[0];

    MaskPairs(CocoDataset dataset, CocoResults results, double least, double boundaryRatio) {
        super(dataset, results, least);
        this.boundaryRatio = boundaryRatio;
        truthReader = dataset.annotations().segmentations();
        resultReader = results.segmentations();
    }

    @Override
    void check(Cell cell) {
        for (int g = 0; g < cell.truths; g++) {
            int row = cell.truth[g];
            SegmentationKind kind = dataset.annotations().segmentationKind(row);
            if (strict() || kind == SegmentationKind.NONE || kind == SegmentationKind.UNUSABLE) {
                truth(row);
            }
        }
    }

    @Override
    void find(Cell cell) {
        if (truths.length < cell.truths) {
            truths = new Mask[2 * cell.truths];
        }
        for (int g = 0; g < cell.truths; g++) {
            truths[g] = new Mask(truth(cell.truth[g]));
        }
        for (int d = 0; d < cell.detections; d++) {
            int row = cell.detected[d];
            if (results.maskKind(row) == SegmentationKind.COMPRESSED && results.maskSound(row)) {
                compressed(cell, row);
            } else {
                Mask mask = new Mask(decode(row));
                for (int g = 0; g < cell.truths; g++) {
                    add(cell, g, similarity(row, mask, cell.truth[g], truths[g], cell.crowd[g]), false);
                }
            }
            cell.pairEnd[d] = cell.pairs;
        }
    }

    /** A detection whose area and box are known: most pairs end here. */
    private void compressed(Cell cell, int row) {
        int x = results.maskBox(row, 0);
        int y = results.maskBox(row, 1);
        int right = x + results.maskBox(row, 2);
        int bottom = y + results.maskBox(row, 3);
        long area = results.maskArea(row);
        Mask mask = null;
        for (int g = 0; g < cell.truths; g++) {
            Mask truth = truths[g];
            if (strict()) {
                mask = mask == null ? new Mask(decode(row), area, x, y, right, bottom) : mask;
                requireSameSize(row, mask, truth);
            }
            if (truth.sound) {
                long w = Math.min(right, truth.right) - Math.max(x, truth.left);
                long h = Math.min(bottom, truth.bottom) - Math.max(y, truth.top);
                if (w <= 0 || h <= 0) {
                    add(cell, g, 0, false);
                    continue;
                }
                if (least > 0) {
                    long most = Math.min(Math.min(area, truth.area), w * h);
                    long union = cell.crowd[g] ? area : area + truth.area - most;
                    if ((double) most / union < least) {
                        continue;
                    }
                }
            }
            if (mask == null) {
                mask = new Mask(decode(row), area, x, y, right, bottom);
            }
            add(cell, g, similarity(row, mask, cell.truth[g], truth, cell.crowd[g]), false);
        }
    }

    private double similarity(int detectedRow, Mask detected, int truthRow, Mask truth, boolean crowd) {
        double iou;
        try {
            iou = overlap(detected, truth, crowd);
        } catch (IllegalArgumentException e) {
            throw unequal(detectedRow, detected, truthRow, e);
        }
        if (boundaryRatio > 0 && !crowd && !(iou < least)) {
            try {
                iou = Math.min(iou, Rle.iou(detected.boundary(boundaryRatio), truth.boundary(boundaryRatio), false));
            } catch (IllegalArgumentException e) {
                throw unequal(detectedRow, detected, truthRow, e);
            }
        }
        return iou;
    }

    private CocoFormatException unequal(int detectedRow, Mask detected, int truthRow, IllegalArgumentException e) {
        String fact = String.valueOf(e.getMessage());
        return detected.sound
                ? truthFault(truthRow, "segmentation", fact, ENCODE)
                : resultFault(detectedRow, "segmentation", fact, ENCODE);
    }

    private void requireSameSize(int row, Mask detected, Mask truth) {
        Rle d = detected.rle;
        Rle g = truth.rle;
        if (d.height() != g.height() || d.width() != g.width()) {
            throw resultFault(
                    row,
                    "segmentation",
                    "the mask is " + d.height() + "x" + d.width() + " but its object's is " + g.height() + "x"
                            + g.width(),
                    "encode masks in the size of the image");
        }
    }

    private double overlap(Mask detected, Mask truth, boolean crowd) {
        if (!detected.sound || !truth.sound) {
            return Rle.iou(detected.rle, truth.rle, crowd);
        }
        if (Math.min(detected.right, truth.right) <= Math.max(detected.left, truth.left)
                || Math.min(detected.bottom, truth.bottom) <= Math.max(detected.top, truth.top)) {
            return 0;
        }
        if (detected.rle.height() != truth.rle.height() || detected.rle.width() != truth.rle.width()) {
            return -1;
        }
        long common = detected.intervals().common(truth.intervals());
        if (common == 0) {
            return 0;
        }
        return (double) common / (double) (crowd ? detected.area : detected.area + truth.area - common);
    }

    private Rle truth(int row) {
        Rle mask;
        try {
            mask = dataset.annotations().mask(row, truthReader);
        } catch (IllegalArgumentException e) {
            throw truthFault(row, "segmentation", String.valueOf(e.getMessage()), "correct the annotation");
        }
        if (strict() && !mask.sound()) {
            throw truthFault(
                    row,
                    "segmentation",
                    "the runs cover " + mask.total() + " pixels and not the " + mask.height() + "x" + mask.width()
                            + " of the image",
                    ENCODE);
        }
        return mask;
    }

    private Rle decode(int row) {
        try {
            return results.mask(row, resultReader);
        } catch (IllegalArgumentException e) {
            throw resultFault(row, "segmentation", String.valueOf(e.getMessage()), "correct the result");
        }
    }

    /** A decoded mask with what is asked of it more than once. */
    private static final class Mask {
        private final Rle rle;
        private final boolean sound;
        private final long area;
        private final int left;
        private final int top;
        private final int right;
        private final int bottom;
        private @Nullable Intervals intervals;
        private @Nullable Rle boundary;

        Mask(Rle rle) {
            this.rle = rle;
            sound = rle.sound() && (long) rle.height() * rle.width() <= Integer.MAX_VALUE;
            area = rle.area();
            double[] box = rle.toBbox();
            left = (int) box[0];
            top = (int) box[1];
            right = left + (int) box[2];
            bottom = top + (int) box[3];
        }

        /** A sound mask whose area and box are known. */
        Mask(Rle rle, long area, int left, int top, int right, int bottom) {
            this.rle = rle;
            this.area = area;
            this.left = left;
            this.top = top;
            this.right = right;
            this.bottom = bottom;
            sound = true;
        }

        Intervals intervals() {
            Intervals known = intervals;
            if (known == null) {
                known = new Intervals(rle);
                intervals = known;
            }
            return known;
        }

        Rle boundary(double ratio) {
            Rle known = boundary;
            if (known == null) {
                known = rle.boundary(ratio);
                boundary = known;
            }
            return known;
        }
    }
}
