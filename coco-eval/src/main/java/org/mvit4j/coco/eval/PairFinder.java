package org.mvit4j.coco.eval;

import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;

/**
 * Computes similarities and keeps the pairs that reach the lowest threshold; the others cannot match. One finder belongs
 * to one thread.
 */
abstract class PairFinder {
    final CocoDataset dataset;
    final CocoResults results;
    /** Pairs whose similarity is less cannot match; minus infinity keeps all. */
    final double least;

    PairFinder(CocoDataset dataset, CocoResults results, double least) {
        this.dataset = dataset;
        this.results = results;
        this.least = least;
    }

    static PairFinder of(CocoDataset dataset, CocoResults results, EvalParams params, double least) {
        switch (params.iouType()) {
            case BBOX:
                return new BoxPairs(dataset, results, least);
            case SEGM:
                return new MaskPairs(dataset, results, least, 0);
            case BOUNDARY:
                return new MaskPairs(dataset, results, least, params.boundaryRatio());
            default:
                return new KeypointPairs(dataset, results, least, params);
        }
    }

    /** Fills in the pairs of a cell that has objects and detections. */
    abstract void find(Cell cell);

    /** Checks the objects of a cell without detections, where the mode asks for it. */
    void check(Cell cell) {}

    final boolean strict() {
        return results.strictness() == Strictness.STRICT;
    }

    /**
     * Adds a pair that may match. After a similarity of NaN the reference lets every later object match, however little
     * it overlaps, so a detection with one keeps all its pairs: the answer is then true, and its pairs are to be added
     * again from the first.
     */
    final boolean add(Cell cell, int g, double iou, boolean all) {
        if (all || !(iou < least)) {
            cell.addPair(g, iou);
        }
        return Double.isNaN(iou) && !all;
    }

    final CocoFormatException truthFault(int row, String field, String fact, String fix) {
        return new CocoFormatException(dataset.name(), row, "/annotations/" + row + "/" + field, fact, fix);
    }

    final CocoFormatException resultFault(int row, String field, String fact, String fix) {
        return new CocoFormatException(results.name(), row, "/" + row + "/" + field, fact, fix);
    }
}
