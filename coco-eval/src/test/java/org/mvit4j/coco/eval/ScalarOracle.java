package org.mvit4j.coco.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation written down once more, slowly: every similarity of every pair, every threshold by itself, masks pixel
 * by pixel, running sums over all detections. Shares nothing with the product but the parameters.
 */
final class ScalarOracle {
    private static final double EPSILON = Math.ulp(1.0);

    private final Scene scene;
    private final EvalParams params;
    private final List<Long> categories = new ArrayList<>();
    final double[] precision;
    final double[] recall;
    final double[] scores;
    private final int t;
    private final int r;
    private final int k;
    private final int a;
    private final int m;

    private record Result(List<Double> scores, boolean[][] matched, boolean[][] detIgnored, boolean[] truthIgnored) {}

    ScalarOracle(Scene scene, EvalParams params) {
        this.scene = scene;
        this.params = params;
        long[] wanted = params.categoryIds();
        for (long c : wanted == null ? scene.categories : wanted) {
            categories.add(c);
        }
        if (params.useCategories() || wanted == null) {
            List<Long> sorted = new ArrayList<>(new TreeSet<>(categories));
            categories.clear();
            categories.addAll(sorted);
        }
        TreeSet<Long> images = new TreeSet<>();
        long[] chosen = params.imageIds();
        for (long i : chosen == null ? scene.images : chosen) {
            images.add(i);
        }
        t = params.iouThresholds().length;
        r = params.recallThresholds().length;
        k = params.useCategories() ? categories.size() : 1;
        a = params.areas().size();
        m = params.maxDetections().length;
        precision = new double[t * r * k * a * m];
        recall = new double[t * k * a * m];
        scores = new double[precision.length];
        Arrays.fill(precision, -1);
        Arrays.fill(recall, -1);
        Arrays.fill(scores, -1);

        List<Scene.Obj> selected = selectTruth(images);
        for (int ki = 0; ki < k; ki++) {
            for (int ai = 0; ai < a; ai++) {
                List<Result> results = new ArrayList<>();
                for (long image : images) {
                    Result result = match(image, ki, params.areas().get(ai), selected);
                    if (result != null) {
                        results.add(result);
                    }
                }
                for (int mi = 0; mi < m && !results.isEmpty(); mi++) {
                    accumulate(results, ki, ai, mi);
                }
            }
        }
    }

    /** Annotations image by image in the order of ids, each standing for the last of its id. */
    private List<Scene.Obj> selectTruth(TreeSet<Long> images) {
        Map<Long, Scene.Obj> byId = new HashMap<>();
        scene.objects.forEach(o -> byId.put(o.id(), o));
        List<Scene.Obj> selected = new ArrayList<>();
        for (long image : images) {
            for (Scene.Obj o : scene.objects) {
                if (o.image() == image && (!params.useCategories() || categories.contains(o.category()))) {
                    selected.add(byId.get(o.id()));
                }
            }
        }
        return selected;
    }

    private @Nullable Result match(long image, int ki, AreaRange area, List<Scene.Obj> selected) {
        List<Scene.Obj> truth = new ArrayList<>();
        List<Scene.Det> detected = new ArrayList<>();
        for (long category : params.useCategories() ? List.of(categories.get(ki)) : categories) {
            selected.stream()
                    .filter(o -> o.image() == image && o.category() == category)
                    .forEach(truth::add);
            scene.detections.stream()
                    .filter(d -> d.image() == image && d.category() == category)
                    .forEach(detected::add);
        }
        if (truth.isEmpty() && detected.isEmpty()) {
            return null;
        }
        detected.sort(byScore(Scene.Det::score));
        int most = params.maxDetections()[m - 1];
        if (detected.size() > most) {
            detected = detected.subList(0, most);
        }
        truth.sort(Comparator.comparing(o -> ignored(o, area)));
        boolean[] truthIgnored = new boolean[truth.size()];
        for (int g = 0; g < truthIgnored.length; g++) {
            truthIgnored[g] = ignored(truth.get(g), area);
        }
        boolean[][] matched = new boolean[t][detected.size()];
        boolean[][] ignored = new boolean[t][detected.size()];
        boolean noSimilarity = params.iouType() == IouType.KEYPOINTS && !params.useCategories();
        for (int ti = 0; ti < t; ti++) {
            boolean[] taken = new boolean[truth.size()];
            for (int d = 0; d < detected.size(); d++) {
                double threshold = params.iouThresholds()[ti];
                double best = 1 - 1e-10 < threshold ? 1 - 1e-10 : threshold;
                int found = -1;
                for (int g = 0; g < truth.size() && !noSimilarity; g++) {
                    if (taken[g] && truth.get(g).crowd() == 0) {
                        continue;
                    }
                    if (found > -1 && !truthIgnored[found] && truthIgnored[g]) {
                        break;
                    }
                    double similarity = similarity(detected.get(d), truth.get(g));
                    if (similarity < best) {
                        continue;
                    }
                    best = similarity;
                    found = g;
                }
                if (found >= 0) {
                    taken[found] = true;
                    matched[ti][d] = truth.get(found).id() != 0;
                    ignored[ti][d] = truthIgnored[found];
                }
                double size = area(detected.get(d));
                if (!matched[ti][d] && (size < area.low() || size > area.high())) {
                    ignored[ti][d] = true;
                }
            }
        }
        return new Result(detected.stream().map(Scene.Det::score).toList(), matched, ignored, truthIgnored);
    }

    private static <T> Comparator<T> byScore(ToDoubleFunction<T> score) {
        return (x, y) -> {
            double p = score.applyAsDouble(x);
            double q = score.applyAsDouble(y);
            if (Double.isNaN(p) || Double.isNaN(q)) {
                return Boolean.compare(Double.isNaN(p), Double.isNaN(q));
            }
            return p > q ? -1 : p < q ? 1 : 0;
        };
    }

    private boolean ignored(Scene.Obj o, AreaRange area) {
        boolean ignore = o.crowd() != 0;
        if (params.iouType() == IouType.KEYPOINTS) {
            ignore |= Scene.labelled(o.points()) == 0;
        }
        return ignore || o.area() < area.low() || o.area() > area.high();
    }

    private double area(Scene.Det d) {
        switch (params.iouType()) {
            case BBOX:
                return d.box()[2] * d.box()[3];
            case KEYPOINTS:
                double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
                double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
                for (int i = 0; i < d.points().length; i++) {
                    if (i % 3 < 2) {
                        low[i % 3] = Math.min(low[i % 3], d.points()[i]);
                        high[i % 3] = Math.max(high[i % 3], d.points()[i]);
                    }
                }
                return (high[0] - low[0]) * (high[1] - low[1]);
            default:
                return Scene.pixels(d.mask());
        }
    }

    private double similarity(Scene.Det d, Scene.Obj g) {
        return switch (params.iouType()) {
            case BBOX -> boxes(d.box(), g.box(), g.crowd() != 0);
            case KEYPOINTS -> keypoints(d.points(), g);
            default -> masks(d.mask(), g.mask(), g.crowd() != 0);
        };
    }

    private static double boxes(double[] d, double[] g, boolean crowd) {
        double w = fmin(d[2] + d[0], g[2] + g[0]) - fmax(d[0], g[0]);
        double h = fmin(d[3] + d[1], g[3] + g[1]) - fmax(d[1], g[1]);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double i = w * h;
        double u = crowd ? d[2] * d[3] : d[2] * d[3] + g[2] * g[3] - i;
        return i / u;
    }

    private static double fmin(double x, double y) {
        return Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y);
    }

    private static double fmax(double x, double y) {
        return Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y);
    }

    private static double masks(byte[] d, byte[] g, boolean crowd) {
        long both = 0;
        long either = 0;
        for (int i = 0; i < d.length; i++) {
            both += d[i] & g[i];
            either += d[i] | g[i];
        }
        return both == 0 ? 0 : (double) both / (crowd ? Scene.pixels(d) : either);
    }

    private double keypoints(double[] d, Scene.Obj g) {
        double[] p = g.points();
        boolean any = Scene.labelled(p) > 0;
        double[] box = g.box();
        List<Double> terms = new ArrayList<>();
        for (int i = 0; i < Scene.POINTS; i++) {
            if (any && p[3 * i + 2] <= 0) {
                continue;
            }
            double x = d[3 * i];
            double y = d[3 * i + 1];
            double dx = any ? x - p[3 * i] : Math.max(0, box[0] - box[2] - x) + Math.max(0, x - (box[0] + box[2] * 2));
            double dy =
                    any ? y - p[3 * i + 1] : Math.max(0, box[1] - box[3] - y) + Math.max(0, y - (box[1] + box[3] * 2));
            double sigma = params.sigmas()[i] * 2;
            double e = (dx * dx + dy * dy) / (sigma * sigma) / (g.area() + EPSILON) / 2;
            terms.add(Double.isNaN(e) ? Double.NaN : e > 1000 ? 0.0 : CorrectExp.slow(-e));
        }
        return pairwise(terms) / terms.size();
    }

    private static double pairwise(List<Double> v) {
        if (v.size() < 8) {
            double sum = 0;
            for (double x : v) {
                sum += x;
            }
            return sum;
        }
        if (v.size() > 128) {
            int half = v.size() / 2 / 8 * 8;
            return pairwise(v.subList(0, half)) + pairwise(v.subList(half, v.size()));
        }
        double[] part = new double[8];
        int full = v.size() / 8 * 8;
        for (int i = 0; i < full; i++) {
            part[i % 8] += v.get(i);
        }
        double sum = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
        for (int i = full; i < v.size(); i++) {
            sum += v.get(i);
        }
        return sum;
    }

    /** NumPy's mean of the cells of the first area range and last limit that are above -1; -1 if there are none. */
    double ap() {
        List<Double> cells = new ArrayList<>();
        for (int i = 0; i < t * r * k; i++) {
            double v = precision[i * a * m + m - 1];
            if (v > -1) {
                cells.add(v);
            }
        }
        return cells.isEmpty() ? -1 : pairwise(cells) / cells.size();
    }

    private record Ranked(double score, int result, int index) {}

    private void accumulate(List<Result> results, int ki, int ai, int mi) {
        int limit = params.maxDetections()[mi];
        List<Ranked> order = new ArrayList<>();
        int objects = 0;
        for (int i = 0; i < results.size(); i++) {
            List<Double> some = results.get(i).scores;
            for (int d = 0; d < Math.min(limit, some.size()); d++) {
                order.add(new Ranked(some.get(d), i, d));
            }
            for (boolean ignore : results.get(i).truthIgnored) {
                objects += ignore ? 0 : 1;
            }
        }
        if (objects == 0) {
            return;
        }
        order.sort(byScore(Ranked::score));
        for (int ti = 0; ti < t; ti++) {
            int n = order.size();
            double[] rc = new double[n];
            double[] pr = new double[n];
            double tp = 0;
            double fp = 0;
            for (int i = 0; i < n; i++) {
                Result result = results.get(order.get(i).result);
                int d = order.get(i).index;
                if (!result.detIgnored[ti][d]) {
                    tp += result.matched[ti][d] ? 1 : 0;
                    fp += result.matched[ti][d] ? 0 : 1;
                }
                rc[i] = tp / objects;
                pr[i] = tp / (fp + tp + EPSILON);
            }
            recall[((ti * k + ki) * a + ai) * m + mi] = n == 0 ? 0 : rc[n - 1];
            for (int i = n - 1; i > 0; i--) {
                pr[i - 1] = Math.max(pr[i - 1], pr[i]);
            }
            boolean failed = false;
            for (int ri = 0; ri < r; ri++) {
                int i = 0;
                while (i < n && !(rc[i] >= params.recallThresholds()[ri])) {
                    i++;
                }
                failed |= i == n;
                int at = (((ti * r + ri) * k + ki) * a + ai) * m + mi;
                precision[at] = failed ? 0 : pr[i];
                scores[at] = failed ? 0 : order.get(i).score;
            }
        }
    }
}
