package org.mvit4j.coco.eval;

import java.util.Arrays;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;

/** Object keypoint similarity. */
final class KeypointPairs extends PairFinder {
    private static final double EPSILON = 0x1p-52;

    private final double[] variances;
    private final boolean useCategories;
    private final double[] terms;

    KeypointPairs(CocoDataset dataset, CocoResults results, double least, EvalParams params) {
        super(dataset, results, least);
        double[] sigmas = params.sigmas();
        variances = new double[sigmas.length];
        for (int i = 0; i < sigmas.length; i++) {
            variances[i] = sigmas[i] * 2 * (sigmas[i] * 2);
        }
        terms = new double[sigmas.length];
        useCategories = params.useCategories();
    }

    @Override
    void find(Cell cell) {
        if (!useCategories) {
            // the reference looks similarities up under a category that no object has
            Arrays.fill(cell.pairEnd, 0, cell.detections, 0);
            return;
        }
        Annotations all = dataset.annotations();
        for (int g = 0; g < cell.truths; g++) {
            int row = cell.truth[g];
            if (!all.hasBox(row)) {
                throw truthFault(row, "bbox", "bbox is missing or not four numbers", "keypoint similarity needs it");
            }
            int count = all.keypointsEnd(row) - all.keypointsStart(row);
            if (!all.hasKeypoints(row) || count != 3 * variances.length) {
                throw truthFault(row, "keypoints", wrongCount(count), "set sigmas for this skeleton");
            }
        }
        for (int d = 0; d < cell.detections; d++) {
            int row = cell.detected[d];
            int count = results.keypointsEnd(row) - results.keypointsStart(row);
            if (count != 3 * variances.length) {
                throw resultFault(row, "keypoints", wrongCount(count), "set sigmas for this skeleton");
            }
            int start = cell.pairs;
            boolean whole = false;
            for (int g = 0; g < cell.truths; g++) {
                if (add(cell, g, similarity(cell.truth[g], row), whole)) {
                    whole = true;
                    cell.pairs = start;
                    g = -1;
                }
            }
            cell.pairEnd[d] = cell.pairs;
        }
    }

    private String wrongCount(int count) {
        return "keypoints has " + count + " numbers for " + variances.length + " sigmas";
    }

    private double similarity(int truth, int detected) {
        Annotations all = dataset.annotations();
        double[] g = all.keypointData();
        double[] d = results.keypointData();
        int gi = all.keypointsStart(truth);
        int di = results.keypointsStart(detected);
        int points = variances.length;
        int labelled = 0;
        for (int i = 0; i < points; i++) {
            labelled += g[gi + 3 * i + 2] > 0 ? 1 : 0;
        }
        double size = all.area(truth) + EPSILON;
        double left = all.box(truth, 0) - all.box(truth, 2);
        double right = all.box(truth, 0) + all.box(truth, 2) * 2;
        double top = all.box(truth, 1) - all.box(truth, 3);
        double bottom = all.box(truth, 1) + all.box(truth, 3) * 2;
        int n = 0;
        for (int i = 0; i < points; i++) {
            double dx;
            double dy;
            if (labelled > 0) {
                if (!(g[gi + 3 * i + 2] > 0)) {
                    continue;
                }
                dx = d[di + 3 * i] - g[gi + 3 * i];
                dy = d[di + 3 * i + 1] - g[gi + 3 * i + 1];
            } else {
                double x = d[di + 3 * i];
                double y = d[di + 3 * i + 1];
                dx = Math.max(0, left - x) + Math.max(0, x - right);
                dy = Math.max(0, top - y) + Math.max(0, y - bottom);
            }
            double e = (dx * dx + dy * dy) / variances[i] / size / 2;
            terms[n++] = CorrectExp.of(-e);
        }
        return NumpySum.of(terms, 0, n) / n;
    }
}
