package org.mvit4j.coco.eval;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.mvit4j.coco.Workers;

/**
 * Precision and recall from matches. Each category is sorted once. Between hits precision never rises, so it is taken
 * at hits only; and a recall threshold is reached with a certain number of hits, which is found once for all
 * similarity thresholds. Detections that no object could match are a running count and nothing else.
 */
final class Accumulator {
    private static final double EPSILON = 0x1p-52;

    private final Matches matches;
    private final EvalParams params;
    private final EvalArrays arrays;
    private final double[] recallThresholds;
    private final int thresholds;
    private final int[] cellStart;
    private final int[] cells;

    Accumulator(Matches matches) {
        this.matches = matches;
        params = matches.params();
        arrays = new EvalArrays(params, matches.categories);
        recallThresholds = params.recallThresholds();
        thresholds = params.iouThresholds().length;
        cellStart = new int[matches.categories.length + 1];
        for (int c = 0; c < matches.cells(); c++) {
            cellStart[matches.category(c) + 1]++;
        }
        for (int k = 1; k < cellStart.length; k++) {
            cellStart[k] += cellStart[k - 1];
        }
        cells = new int[matches.cells()];
        int[] next = cellStart.clone();
        for (int c = 0; c < cells.length; c++) {
            cells[next[matches.category(c)]++] = c;
        }
    }

    EvalArrays run(Workers workers) {
        int[] order = bySize();
        return workers.call(new Callable<EvalArrays>() {
            @Override
            public EvalArrays call() {
                workers.forEach(order.length, new IntConsumer() {
                    @Override
                    public void accept(int i) {
                        if (cellStart[order[i] + 1] > cellStart[order[i]]) {
                            new Category(order[i]).accumulate();
                        }
                    }
                });
                return arrays;
            }
        });
    }

    /** Categories, those with most cells first, so that threads end together. */
    private int[] bySize() {
        int n = cellStart.length - 1;
        long[] keys = new long[n];
        for (int k = 0; k < n; k++) {
            keys[k] = (long) (cellStart[k] - cellStart[k + 1]) << 32 | k;
        }
        Arrays.sort(keys);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** One category: its detections over all images by descending score. */
    private final class Category {
        private final int k;
        private final int size;
        private final double[] score;
        private final int[] rank;
        private final long[] outside;
        /** Candidate number, or -1. */
        private final int[] candidate;

        private final int[] listed;
        private final int[] missesBefore;
        private final double[] listedScore;
        private double[] precisionAt = new double[0];
        private double[] scoreAt = new double[0];

        Category(int k) {
            this.k = k;
            int n = 0;
            for (int i = cellStart[k]; i < cellStart[k + 1]; i++) {
                n += matches.detections(cells[i]);
            }
            size = n;
            score = new double[n];
            rank = new int[n];
            outside = new long[n];
            candidate = new int[n];
            listed = new int[n];
            missesBefore = new int[n];
            listedScore = new double[n];
            gather();
        }

        private void gather() {
            MatchColumns columns = matches.columns;
            double[] unsorted = new double[size];
            int[] ranks = new int[size];
            int[] candidates = new int[size];
            int[] source = new int[size];
            int n = 0;
            for (int i = cellStart[k]; i < cellStart[k + 1]; i++) {
                int cell = cells[i];
                int from = matches.detectionStart[cell];
                int next = matches.candidateStart[cell];
                int end = matches.candidateStart[cell + 1];
                for (int d = 0; d < columns.cellDetections[cell]; d++) {
                    unsorted[n] = columns.score[from + d];
                    ranks[n] = d;
                    source[n] = from + d;
                    boolean is = next < end && columns.candidate[next] == d;
                    candidates[n++] = is ? next++ : -1;
                }
            }
            int[] order = new int[size];
            new ScoreOrder().sort(unsorted, size, order);
            for (int i = 0; i < size; i++) {
                int j = order[i];
                score[i] = unsorted[j];
                rank[i] = ranks[j];
                candidate[i] = candidates[j];
                outside[i] = columns.outside[source[j]];
            }
        }

        void accumulate() {
            for (int a = 0; a < params.areas().size(); a++) {
                int objects = 0;
                for (int i = cellStart[k]; i < cellStart[k + 1]; i++) {
                    objects += matches.objects(cells[i], a);
                }
                if (objects == 0) {
                    continue;
                }
                int[] needed = needed(objects);
                for (int m = 0; m < params.limits(); m++) {
                    limit(a, m, objects, needed);
                }
            }
        }

        /** For each recall threshold the least number of hits that reaches it. */
        private int[] needed(int objects) {
            int[] needed = new int[recallThresholds.length];
            for (int r = 0; r < needed.length; r++) {
                double wanted = recallThresholds[r];
                if (!(wanted <= 1)) {
                    needed[r] = Integer.MAX_VALUE;
                    continue;
                }
                int hits = (int) Math.max(0, Math.ceil(wanted * objects));
                while (hits > 0 && (double) (hits - 1) / objects >= wanted) {
                    hits--;
                }
                while ((double) hits / objects < wanted) {
                    hits++;
                }
                needed[r] = hits;
            }
            return needed;
        }

        private void limit(int a, int m, int objects, int[] needed) {
            int most = params.limit(m);
            int misses = 0;
            int n = 0;
            int seen = 0;
            double first = 0;
            for (int i = 0; i < size; i++) {
                if (rank[i] >= most) {
                    continue;
                }
                if (seen++ == 0) {
                    first = score[i];
                }
                if (candidate[i] >= 0) {
                    listed[n] = candidate[i];
                    listedScore[n] = score[i];
                    missesBefore[n++] = misses;
                } else {
                    misses += (outside[i] >>> a & 1) == 0 ? 1 : 0;
                }
            }
            if (precisionAt.length < n + 2) {
                precisionAt = new double[n + 2];
                scoreAt = new double[n + 2];
            }
            for (int t = 0; t < thresholds; t++) {
                threshold(a, m, t, n, seen, first, objects, needed);
            }
        }

        private void threshold(int a, int m, int t, int n, int seen, double first, int objects, int[] needed) {
            long[] fate = matches.columns.fate;
            int word = 2 * (t / Long.SIZE);
            int hits = 0;
            int misses = 0;
            for (int c = 0; c < n; c++) {
                int at = matches.fate(listed[c], a) + word;
                if ((fate[at] >>> t & 1) != 0) {
                    hits++;
                    double tp = hits;
                    double fp = missesBefore[c] + misses;
                    precisionAt[hits] = tp / (fp + tp + EPSILON);
                    scoreAt[hits] = listedScore[c];
                } else if ((fate[at + 1] >>> t & 1) != 0) {
                    misses++;
                }
            }
            for (int h = hits - 1; h > 0; h--) {
                if (precisionAt[h + 1] > precisionAt[h]) {
                    precisionAt[h] = precisionAt[h + 1];
                }
            }
            arrays.recall()[arrays.index(t, k, a, m)] = (double) hits / objects;
            double[] precision = arrays.precision();
            double[] scores = arrays.scores();
            boolean reached = true;
            for (int r = 0; r < needed.length; r++) {
                int h = needed[r];
                reached &= seen > 0 && h <= hits;
                int at = arrays.index(t, r, k, a, m);
                precision[at] = !reached || hits == 0 ? 0 : precisionAt[Math.max(1, h)];
                scores[at] = !reached ? 0 : h == 0 ? first : scoreAt[h];
            }
        }
    }
}
