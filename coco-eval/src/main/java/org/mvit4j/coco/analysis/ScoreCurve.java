package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.ScoreOrder;

/**
 * Precision, recall and F over the score from which detections are kept, at one similarity threshold, objects of the
 * first area range and the greatest limit of detections. Detections of equal score stand or fall together, so every
 * point can be reached. Unlike the curve that average precision is taken from, precision is not raised to that of later
 * points.
 */
public final class ScoreCurve {
    private final int objects;
    private final double beta;
    private final double[] score;
    private final int[] hits;
    private final int[] misses;

    private ScoreCurve(int objects, double beta, double[] score, int[] hits, int[] misses) {
        this.objects = objects;
        this.beta = beta;
        this.score = score;
        this.hits = hits;
        this.misses = misses;
    }

    /** The curves of all categories, in the order of {@link Matches#categories()}, for F of this {@code beta}. */
    public static List<ScoreCurve> perCategory(Matches matches, int threshold, double beta) {
        int[] sizes = new int[matches.categories().length];
        for (int c = 0; c < matches.cells(); c++) {
            sizes[matches.category(c)] += matches.detections(c);
        }
        Gathering[] of = new Gathering[sizes.length];
        for (int k = 0; k < of.length; k++) {
            of[k] = new Gathering(sizes[k]);
        }
        gather(matches, threshold, of, false);
        List<ScoreCurve> curves = new ArrayList<>();
        for (Gathering gathering : of) {
            curves.add(gathering.curve(beta));
        }
        return curves;
    }

    /** The curve of all categories together, every detection and object counted alike. */
    public static ScoreCurve overall(Matches matches, int threshold, double beta) {
        int size = 0;
        for (int c = 0; c < matches.cells(); c++) {
            size += matches.detections(c);
        }
        Gathering all = new Gathering(size);
        gather(matches, threshold, new Gathering[] {all}, true);
        return all.curve(beta);
    }

    private static void gather(Matches matches, int threshold, Gathering[] of, boolean together) {
        EvalParams params = matches.params();
        int limits = params.maxDetections().length;
        int most = params.protocol() == EvalParams.Protocol.LVIS
                ? EvalParams.UNLIMITED
                : params.maxDetections()[limits - 1];
        for (int c = 0; c < matches.cells(); c++) {
            Gathering to = of[together ? 0 : matches.category(c)];
            to.objects += matches.objects(c, 0);
            int next = 0;
            for (int d = 0; d < Math.min(most, matches.detections(c)); d++) {
                boolean hit = false;
                boolean miss = (matches.outside(c, d) & 1) == 0;
                if (next < matches.candidates(c) && matches.candidateRank(c, next) == d) {
                    int word = threshold / Long.SIZE;
                    hit = (matches.hits(c, next, 0, word) >>> threshold & 1) != 0;
                    miss = (matches.misses(c, next++, 0, word) >>> threshold & 1) != 0;
                }
                if (hit || miss) {
                    to.score[to.size] = matches.score(c, d);
                    to.hit[to.size++] = hit;
                }
            }
        }
    }

    private static final class Gathering {
        private final double[] score;
        private final boolean[] hit;
        private int size;
        private int objects;

        Gathering(int capacity) {
            score = new double[capacity];
            hit = new boolean[capacity];
        }

        ScoreCurve curve(double beta) {
            int[] order = new int[size];
            new ScoreOrder().sort(score, size, order);
            double[] at = new double[size];
            int[] hits = new int[size];
            int[] misses = new int[size];
            int n = 0;
            int right = 0;
            int wrong = 0;
            for (int i = 0; i < size; i++) {
                double value = score[order[i]];
                right += hit[order[i]] ? 1 : 0;
                wrong += hit[order[i]] ? 0 : 1;
                if (n == 0 || at[n - 1] != value) {
                    at[n++] = value;
                }
                hits[n - 1] = right;
                misses[n - 1] = wrong;
            }
            return new ScoreCurve(
                    objects, beta, Arrays.copyOf(at, n), Arrays.copyOf(hits, n), Arrays.copyOf(misses, n));
        }
    }

    /** Number of objects. */
    public int objects() {
        return objects;
    }

    /** Number of points: of different scores. */
    public int size() {
        return score.length;
    }

    /** Point number {@code i}, by descending score. */
    public OperatingPoint point(int i) {
        double precision = (double) hits[i] / (hits[i] + misses[i]);
        double recall = objects == 0 ? 0 : (double) hits[i] / objects;
        double weighted = beta * beta * precision + recall;
        double f = weighted == 0 ? 0 : (1 + beta * beta) * precision * recall / weighted;
        return new OperatingPoint(score[i], precision, recall, f, hits[i], misses[i]);
    }

    /** The point of greatest F, of several the one of highest score; none without objects and detections. */
    public Optional<OperatingPoint> best() {
        OperatingPoint best = null;
        for (int i = 0; i < score.length && objects > 0; i++) {
            OperatingPoint point = point(i);
            if (best == null || point.f() > best.f()) {
                best = point;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The point of greatest recall among those of at least this precision, if there is one. */
    public Optional<OperatingPoint> atPrecision(double precision) {
        for (int i = score.length - 1; i >= 0; i--) {
            OperatingPoint point = point(i);
            if (point.precision() >= precision && objects > 0) {
                return Optional.of(point);
            }
        }
        return Optional.empty();
    }

    /** The detector that keeps scores from {@code least}: the last point at or above it; none if nothing is left. */
    public Optional<OperatingPoint> atScore(double least) {
        OperatingPoint last = null;
        for (int i = 0; i < score.length && score[i] >= least; i++) {
            last = point(i);
        }
        return Optional.ofNullable(last);
    }

    /** At most {@code most} points, evenly spread over the curve's length, with the first and the last. */
    public List<OperatingPoint> thinned(int most) {
        List<OperatingPoint> points = new ArrayList<>();
        int n = Math.min(most, score.length);
        for (int i = 0; i < n; i++) {
            points.add(point(n == 1 ? 0 : (int) ((long) i * (score.length - 1) / (n - 1))));
        }
        return points;
    }
}
