package org.mvit4j.coco.eval;

import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.mask.BoxIou;

/** Overlap of boxes. */
final class BoxPairs extends PairFinder {
    private double[] truth = new double[64];

    BoxPairs(CocoDataset dataset, CocoResults results, double least) {
        super(dataset, results, least);
    }

    @Override
    void check(Cell cell) {
        for (int g = 0; g < cell.truths; g++) {
            requireBox(cell.truth[g]);
        }
    }

    private void requireBox(int row) {
        if (!dataset.annotations().hasBox(row)) {
            throw truthFault(row, "bbox", "bbox is missing or not four numbers", "write it as [x, y, width, height]");
        }
    }

    @Override
    void find(Cell cell) {
        int n = cell.truths;
        if (truth.length < 4 * n) {
            truth = new double[8 * n];
        }
        double[] b = truth;
        Annotations all = dataset.annotations();
        for (int g = 0; g < n; g++) {
            int row = cell.truth[g];
            requireBox(row);
            for (int k = 0; k < 4; k++) {
                b[4 * g + k] = all.box(row, k);
            }
        }
        for (int d = 0; d < cell.detections; d++) {
            int row = cell.detected[d];
            if (results.hasLongBox(row)) {
                throw resultFault(row, "bbox", "bbox is not four numbers", "write it as [x, y, width, height]");
            }
            double x = results.box(row, 0);
            double y = results.box(row, 1);
            double w = results.box(row, 2);
            double h = results.box(row, 3);
            int start = cell.pairs;
            boolean whole = false;
            for (int g = 0; g < n; g++) {
                int k = 4 * g;
                double iou = BoxIou.of(x, y, w, h, b[k], b[k + 1], b[k + 2], b[k + 3], cell.crowd[g]);
                if (add(cell, g, iou, whole)) {
                    whole = true;
                    cell.pairs = start;
                    g = -1;
                }
            }
            cell.pairEnd[d] = cell.pairs;
        }
    }
}
