package org.mvit4j.coco.analysis;

import java.util.Arrays;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.ScoreOrder;

/**
 * The detections of one category over all images by descending score, kept as what matters when images are weighed: for
 * each area range and limit the events (a hit or a miss at some threshold) up to the last hit. What comes later changes
 * neither precision at any recall nor recall.
 */
final class CategoryCurves {
    /** Events of one area range and limit of detections. */
    static final class View {
        final int area;
        final int limit;
        /** Images that hold objects which count, and how many. */
        int[] objectImage = {};

        int[] objects = {};
        /** Per event: its unit, and bits of the thresholds at which it is a hit and a miss. */
        int[] unit = {};

        long[] hits = {};
        long[] misses = {};
        int events;

        View(int area, int limit) {
            this.area = area;
            this.limit = limit;
        }

        private void addEvent(int of, long hit, long miss) {
            if (events == unit.length) {
                int more = Math.max(16, 2 * events);
                unit = Arrays.copyOf(unit, more);
                hits = Arrays.copyOf(hits, more);
                misses = Arrays.copyOf(misses, more);
            }
            unit[events] = of;
            hits[events] = hit;
            misses[events++] = miss;
        }

        private void trim() {
            while (events > 0 && hits[events - 1] == 0) {
                events--;
            }
            unit = Arrays.copyOf(unit, events);
            hits = Arrays.copyOf(hits, events);
            misses = Arrays.copyOf(misses, events);
        }
    }

    /** A detector's detections in an image form a unit: image + source * images. */
    record Source(Matches matches, int[] cells, int unitOffset) {}

    final View[] views;

    CategoryCurves(Source[] sources, int[][] keys) {
        views = new View[keys.length];
        Matches truth = sources[0].matches();
        for (int v = 0; v < keys.length; v++) {
            views[v] = new View(keys[v][0], keys[v][1]);
            addObjects(truth, sources[0].cells(), views[v]);
        }
        addEvents(sources, truth.params());
    }

    private static void addObjects(Matches matches, int[] cells, View view) {
        int n = 0;
        view.objectImage = new int[cells.length];
        view.objects = new int[cells.length];
        for (int cell : cells) {
            int count = matches.objects(cell, view.area);
            if (count > 0) {
                view.objectImage[n] = matches.image(cell);
                view.objects[n++] = count;
            }
        }
        view.objectImage = Arrays.copyOf(view.objectImage, n);
        view.objects = Arrays.copyOf(view.objects, n);
    }

    private void addEvents(Source[] sources, EvalParams params) {
        int size = 0;
        for (Source source : sources) {
            for (int cell : source.cells()) {
                size += source.matches().detections(cell);
            }
        }
        double[] score = new double[size];
        int[] from = new int[size];
        int[] cellOf = new int[size];
        int[] rankOf = new int[size];
        int[] candidateOf = new int[size];
        int n = 0;
        for (int s = 0; s < sources.length; s++) {
            Matches matches = sources[s].matches();
            for (int cell : sources[s].cells()) {
                int next = 0;
                int candidates = matches.candidates(cell);
                for (int d = 0; d < matches.detections(cell); d++) {
                    score[n] = matches.score(cell, d);
                    from[n] = s;
                    cellOf[n] = cell;
                    rankOf[n] = d;
                    boolean is = next < candidates && matches.candidateRank(cell, next) == d;
                    candidateOf[n++] = is ? next++ : -1;
                }
            }
        }
        int[] order = new int[size];
        new ScoreOrder().sort(score, size, order);
        int thresholds = params.iouThresholds().length;
        long full = thresholds == Long.SIZE ? -1L : (1L << thresholds) - 1;
        int[] limits = params.maxDetections();
        boolean limited = params.protocol() == EvalParams.Protocol.COCO;
        for (View view : views) {
            int most = limited ? limits[view.limit] : Integer.MAX_VALUE;
            for (int i = 0; i < size; i++) {
                int e = order[i];
                if (rankOf[e] >= most) {
                    continue;
                }
                Source source = sources[from[e]];
                Matches matches = source.matches();
                int cell = cellOf[e];
                long hit = 0;
                long miss;
                if (candidateOf[e] >= 0) {
                    hit = matches.hits(cell, candidateOf[e], view.area, 0);
                    miss = matches.misses(cell, candidateOf[e], view.area, 0);
                } else {
                    miss = (matches.outside(cell, rankOf[e]) >>> view.area & 1) == 0 ? full : 0;
                }
                if ((hit | miss) != 0) {
                    view.addEvent(source.unitOffset() + matches.image(cell), hit, miss);
                }
            }
            view.trim();
        }
    }
}
