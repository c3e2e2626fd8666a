package org.mvit4j.coco.eval;

import java.util.Arrays;

/**
 * What matching found out, in columns: cells (one image and category), the detections of each by descending score, and
 * for those detections that any object could have matched (candidates) their fate at each threshold. Growing.
 */
final class MatchColumns {
    final int areas;
    /** Longs that hold one bit per threshold. */
    final int words;

    int cells;
    int[] cellImage = new int[64];
    int[] cellCategory = new int[64];
    int[] cellDetections = new int[64];
    int[] cellCandidates = new int[64];
    /** Per cell and area: number of objects that count. */
    int[] objects;

    int detections;
    double[] score = new double[256];
    /** Per detection, bit a: an unmatched one is ignored in area range a. */
    long[] outside = new long[256];

    int candidates;
    /** Position of the detection within its cell. */
    int[] candidate = new int[64];
    /** Per candidate, area and word: hits, then misses. A detection with neither bit is ignored. */
    long[] fate;

    MatchColumns(int areas, int words) {
        this.areas = areas;
        this.words = words;
        objects = new int[64 * areas];
        fate = new long[64 * areas * 2 * words];
    }

    void beginCell(int image, int category) {
        if (cells == cellImage.length) {
            int more = 2 * cells;
            cellImage = Arrays.copyOf(cellImage, more);
            cellCategory = Arrays.copyOf(cellCategory, more);
            cellDetections = Arrays.copyOf(cellDetections, more);
            cellCandidates = Arrays.copyOf(cellCandidates, more);
            objects = Arrays.copyOf(objects, more * areas);
        }
        cellImage[cells] = image;
        cellCategory[cells] = category;
        cellDetections[cells] = 0;
        cellCandidates[cells] = 0;
        Arrays.fill(objects, cells * areas, (cells + 1) * areas, 0);
    }

    void endCell() {
        cells++;
    }

    void addDetection(double value, long ignoredAreas) {
        if (detections == score.length) {
            score = Arrays.copyOf(score, 2 * detections);
            outside = Arrays.copyOf(outside, 2 * detections);
        }
        score[detections] = value;
        outside[detections++] = ignoredAreas;
        cellDetections[cells]++;
    }

    /** Adds detection {@code d} of the current cell as a candidate; answers the position of its fate. */
    int addCandidate(int d) {
        int width = areas * 2 * words;
        if (candidates == candidate.length) {
            candidate = Arrays.copyOf(candidate, 2 * candidates);
            fate = Arrays.copyOf(fate, 2 * candidates * width);
        }
        candidate[candidates] = d;
        cellCandidates[cells]++;
        Arrays.fill(fate, candidates * width, (candidates + 1) * width, 0);
        return candidates++ * width;
    }

    /** Makes room for all of {@code parts}. */
    void reserve(MatchColumns[] parts) {
        int moreCells = cells;
        int moreDetections = detections;
        int moreCandidates = candidates;
        for (MatchColumns part : parts) {
            moreCells += part.cells;
            moreDetections += part.detections;
            moreCandidates += part.candidates;
        }
        cellImage = Arrays.copyOf(cellImage, Math.max(1, moreCells));
        cellCategory = Arrays.copyOf(cellCategory, Math.max(1, moreCells));
        cellDetections = Arrays.copyOf(cellDetections, Math.max(1, moreCells));
        cellCandidates = Arrays.copyOf(cellCandidates, Math.max(1, moreCells));
        objects = Arrays.copyOf(objects, Math.max(1, moreCells) * areas);
        score = Arrays.copyOf(score, Math.max(1, moreDetections));
        outside = Arrays.copyOf(outside, Math.max(1, moreDetections));
        candidate = Arrays.copyOf(candidate, Math.max(1, moreCandidates));
        fate = Arrays.copyOf(fate, Math.max(1, moreCandidates) * areas * 2 * words);
    }

    /** Appends the cells of {@code part}, for which there is room. */
    void append(MatchColumns part) {
        int width = areas * 2 * words;
        System.arraycopy(part.cellImage, 0, cellImage, cells, part.cells);
        System.arraycopy(part.cellCategory, 0, cellCategory, cells, part.cells);
        System.arraycopy(part.cellDetections, 0, cellDetections, cells, part.cells);
        System.arraycopy(part.cellCandidates, 0, cellCandidates, cells, part.cells);
        System.arraycopy(part.objects, 0, objects, cells * areas, part.cells * areas);
        System.arraycopy(part.score, 0, score, detections, part.detections);
        System.arraycopy(part.outside, 0, outside, detections, part.detections);
        System.arraycopy(part.candidate, 0, candidate, candidates, part.candidates);
        System.arraycopy(part.fate, 0, fate, candidates * width, part.candidates * width);
        cells += part.cells;
        detections += part.detections;
        candidates += part.candidates;
    }
}
