package org.mvit4j.coco.eval;

import java.util.Arrays;

/** The objects and detections of one image and category, and the pairs of them that may match. Reused scratch space. */
final class Cell {
    /** Annotation rows of the objects. */
    int[] truth = new int[16];

    int truths;
    boolean[] crowd = new boolean[16];
    boolean[] ignored = new boolean[16];

    /** Result rows of the detections by descending score. */
    int[] detected = new int[16];

    int detections;

    /** Pairs of detection d are those from pairEnd[d - 1] to pairEnd[d], by ascending object. */
    int[] pairEnd = new int[16];

    int[] pairTruth = new int[64];
    double[] pairIou = new double[64];
    int pairs;

    void clear() {
        truths = 0;
        detections = 0;
        pairs = 0;
    }

    void addTruth(int row) {
        if (truths == truth.length) {
            truth = Arrays.copyOf(truth, 2 * truths);
            crowd = Arrays.copyOf(crowd, 2 * truths);
            ignored = Arrays.copyOf(ignored, 2 * truths);
        }
        truth[truths++] = row;
    }

    void addDetection(int row) {
        if (detections == detected.length) {
            detected = Arrays.copyOf(detected, 2 * detections);
            pairEnd = Arrays.copyOf(pairEnd, 2 * detections);
        }
        detected[detections++] = row;
    }

    void addPair(int g, double iou) {
        if (pairs == pairTruth.length) {
            pairTruth = Arrays.copyOf(pairTruth, 2 * pairs);
            pairIou = Arrays.copyOf(pairIou, 2 * pairs);
        }
        pairTruth[pairs] = g;
        pairIou[pairs++] = iou;
    }

    int pairStart(int d) {
        return d == 0 ? 0 : pairEnd[d - 1];
    }
}
