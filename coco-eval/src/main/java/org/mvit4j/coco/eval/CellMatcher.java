package org.mvit4j.coco.eval;

import java.util.Arrays;
import org.mvit4j.coco.data.Annotations;

/**
 * Greedy matching of one cell for every area range and threshold: detections by descending score take the best object
 * still free, objects that count before those that are ignored, the later of equals.
 */
final class CellMatcher {
    private final double[] thresholds;
    private final int words;
    private long[] taken = new long[16];

    /** @param thresholds similarity thresholds */
    CellMatcher(double[] thresholds) {
        this.thresholds = new double[thresholds.length];
        for (int t = 0; t < thresholds.length; t++) {
            this.thresholds[t] = 1 - 1e-10 < thresholds[t] ? 1 - 1e-10 : thresholds[t];
        }
        words = words(thresholds.length);
    }

    static int words(int thresholds) {
        return (thresholds + Long.SIZE - 1) / Long.SIZE;
    }

    /** The similarity below which a pair matches at no threshold. */
    double least() {
        double least = Double.POSITIVE_INFINITY;
        for (double t : thresholds) {
            if (Double.isNaN(t)) {
                return Double.NEGATIVE_INFINITY;
            }
            least = Math.min(least, t);
        }
        return least;
    }

    /** @param ignored per object, bit a: it does not count in area range a */
    void match(Cell cell, Annotations truth, long[] ignored, MatchColumns out) {
        int candidates = 0;
        int firstFate = -1;
        for (int d = 0; d < cell.detections; d++) {
            if (cell.pairEnd[d] > cell.pairStart(d)) {
                int fate = out.addCandidate(d);
                firstFate = candidates++ == 0 ? fate : firstFate;
            }
        }
        if (candidates == 0) {
            return;
        }
        if (taken.length < cell.truths) {
            taken = new long[2 * cell.truths];
        }
        int width = out.areas * 2 * words;
        int firstDetection = out.detections - cell.detections;
        for (int a = 0; a < out.areas; a++) {
            for (int word = 0; word < words; word++) {
                Arrays.fill(taken, 0, cell.truths, 0);
                for (int c = 0; c < candidates; c++) {
                    int d = out.candidate[out.candidates - candidates + c];
                    boolean outside = (out.outside[firstDetection + d] >>> a & 1) != 0;
                    int at = firstFate + c * width + 2 * (a * words + word);
                    decide(cell, truth, ignored, a, word, d, outside, out.fate, at);
                }
            }
        }
    }

    private void decide(
            Cell cell,
            Annotations truth,
            long[] ignored,
            int area,
            int word,
            int d,
            boolean outside,
            long[] fate,
            int at) {
        int from = cell.pairStart(d);
        int to = cell.pairEnd[d];
        double highest = cell.pairIou[from];
        for (int p = from + 1; p < to; p++) {
            double iou = cell.pairIou[p];
            highest = iou > highest || Double.isNaN(iou) ? iou : highest;
        }
        long hits = 0;
        long misses = 0;
        int last = Math.min(thresholds.length, (word + 1) * Long.SIZE);
        for (int t = word * Long.SIZE; t < last; t++) {
            int match = -1;
            if (!(highest < thresholds[t]) || Double.isNaN(highest)) {
                match = best(cell, ignored, area, t, from, to, false);
                if (match < 0) {
                    match = best(cell, ignored, area, t, from, to, true);
                }
            }
            long bit = 1L << t;
            boolean matched = match >= 0 && !truth.zeroId(cell.truth[match]);
            boolean leftOut = match >= 0 && (ignored[match] >>> area & 1) != 0;
            if (match >= 0) {
                taken[match] |= bit;
            }
            if (leftOut || !matched && outside) {
                continue;
            }
            if (matched) {
                hits |= bit;
            } else {
                misses |= bit;
            }
        }
        fate[at] = hits;
        fate[at + 1] = misses;
    }

    private int best(Cell cell, long[] ignored, int area, int t, int from, int to, boolean among) {
        double best = thresholds[t];
        int match = -1;
        for (int p = from; p < to; p++) {
            int g = cell.pairTruth[p];
            boolean free = (taken[g] >>> t & 1) == 0 || cell.crowd[g];
            if ((ignored[g] >>> area & 1) != 0 == among && free && !(cell.pairIou[p] < best)) {
                best = cell.pairIou[p];
                match = g;
            }
        }
        return match;
    }
}
