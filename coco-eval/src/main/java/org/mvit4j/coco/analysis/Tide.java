package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.ScoreOrder;

/**
 * Error types after TIDE (Bolya, Foley, Hays, Hoffman: A General Toolbox for Identifying Object Detection Errors, ECCV
 * 2020), with the numbers of the reference tool.
 */
public final class Tide {
    /** How detections of equal score are ranked once errors are set right. */
    public enum TieOrder {
        /** As the reference tool does: errors, set right or not, before what was right to begin with. */
        TIDECV,
        /** As they were before, so that a gain is due to the correction alone. */
        NEUTRAL
    }

    /**
     * Thresholds.
     *
     * @param foreground overlap from which a detection is right
     * @param background overlap up to which there is nothing
     * @param detections most detections of an image, over all categories
     * @param ties how ties are ranked
     */
    public record Settings(double foreground, double background, int detections, TieOrder ties) {
        /** The reference tool's: 0.5, 0.1, 100. */
        public static final Settings DEFAULT = new Settings(0.5, 0.1, 100, TieOrder.TIDECV);

        /** The same with ties ranked otherwise. */
        public Settings withTies(TieOrder value) {
            return new Settings(foreground, background, detections, value);
        }
    }

    private static final int RESOLUTION = 100;

    private final CocoDataset dataset;
    private final CocoResults results;
    private final Settings settings;
    private final int categories;
    private final List<Detection> detections = new ArrayList<>();
    private final List<Truth> truths = new ArrayList<>();
    private final int[] objects;

    private Tide(CocoDataset dataset, CocoResults results, Settings settings) {
        this.dataset = dataset;
        this.results = results;
        this.settings = settings;
        categories = dataset.categories().size();
        objects = new int[categories];
    }

    /**
     * Classifies every error.
     *
     * @param params which images and categories, and boxes or masks
     * @param progress told the number of images done since the last call, from any thread
     */
    public static ErrorAnalysis analyse(
            CocoDataset dataset,
            CocoResults results,
            EvalParams params,
            Settings settings,
            Workers workers,
            LongConsumer progress) {
        Tide tide = new Tide(dataset, results, settings);
        ImageOverlaps overlaps = new ImageOverlaps(dataset, results, params, settings.detections());
        @Nullable Outcome[] outcomes = new Outcome[overlaps.size()];
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(outcomes.length, (IntConsumer) i -> {
                    outcomes[i] = tide.match(overlaps, overlaps.of(i));
                    progress.accept(1);
                });
                return Boolean.TRUE;
            }
        });
        for (Outcome outcome : outcomes) {
            if (outcome != null) {
                tide.detections.addAll(outcome.detections);
                tide.truths.addAll(outcome.truths);
            }
        }
        for (int i = 0; i < tide.detections.size(); i++) {
            tide.detections.get(i).order = i;
        }
        for (Truth truth : tide.truths) {
            tide.objects[truth.category]++;
        }
        return tide.analysis();
    }

    /** An object. */
    private static final class Truth {
        final int category;
        boolean used;

        @Nullable
        Detection best;

        Truth(int category) {
            this.category = category;
        }

        boolean missed() {
            return !used && best == null;
        }
    }

    /** A detection and what became of it. */
    private static final class Detection {
        final int category;
        final double score;
        boolean hit;
        boolean ignored;

        @Nullable
        ErrorType error;
        /** The object that a wrong category or place was meant for. */
        @Nullable
        Truth target;

        int order;

        Detection(int category, double score) {
            this.category = category;
            this.score = score;
        }
    }

    private record Outcome(List<Detection> detections, List<Truth> truths) {}

    // ---- matching --------------------------------------------------------------------------------------------------

    private Outcome match(ImageOverlaps overlaps, ImageOverlaps.Image image) {
        List<Truth> objectsHere = new ArrayList<>();
        for (int row : image.objects()) {
            objectsHere.add(new Truth(overlaps.categoryOf(row)));
        }
        List<Detection> found = new ArrayList<>();
        for (int row : image.detections()) {
            found.add(new Detection(results.category(row), results.score(row)));
        }
        for (int d = 0; d < found.size(); d++) {
            Detection detection = found.get(d);
            int best = argmax(image.iou()[d], g -> {
                Truth truth = objectsHere.get(g);
                return truth.category == detection.category && !truth.used;
            });
            if (best >= 0 && image.iou()[d][best] >= settings.foreground()) {
                detection.hit = true;
                objectsHere.get(best).used = true;
            }
        }
        for (int d = 0; d < found.size(); d++) {
            Detection detection = found.get(d);
            for (int c = 0; c < image.crowds().length && !detection.hit; c++) {
                detection.ignored |= image.crowdIou()[d][c] > settings.foreground()
                        && overlaps.categoryOf(image.crowds()[c]) == detection.category;
            }
            if (!detection.hit) {
                classify(detection, image.iou()[d], objectsHere);
            }
        }
        return new Outcome(found, objectsHere);
    }

    private void classify(Detection detection, double[] iou, List<Truth> truths) {
        int same = argmax(iou, g -> truths.get(g).category == detection.category);
        double sameIou = same < 0 ? 0 : iou[same];
        if (same >= 0 && sameIou >= settings.background() && sameIou <= settings.foreground()) {
            blame(detection, ErrorType.LOCALIZATION, truths.get(same));
            return;
        }
        int other = argmax(iou, g -> truths.get(g).category != detection.category);
        if (other >= 0 && iou[other] >= settings.foreground()) {
            blame(detection, ErrorType.CLASSIFICATION, truths.get(other));
            return;
        }
        int used = argmax(iou, g -> truths.get(g).category == detection.category && truths.get(g).used);
        if (used >= 0 && iou[used] >= settings.foreground()) {
            detection.error = ErrorType.DUPLICATE;
            return;
        }
        int any = argmax(iou, g -> true);
        detection.error = any < 0 || iou[any] <= settings.background() ? ErrorType.BACKGROUND : ErrorType.BOTH;
    }

    private static void blame(Detection detection, ErrorType error, Truth target) {
        detection.error = error;
        detection.target = target;
        if (!target.used && (target.best == null || target.best.score < detection.score)) {
            target.best = detection;
        }
    }

    private interface Choice {
        boolean takes(int g);
    }

    /** The first of the greatest among those chosen, or -1. */
    private static int argmax(double[] iou, Choice choice) {
        int best = -1;
        for (int g = 0; g < iou.length; g++) {
            if (choice.takes(g) && (best < 0 || iou[g] > iou[best])) {
                best = g;
            }
        }
        return best;
    }

    // ---- what errors cost ------------------------------------------------------------------------------------------

    private ErrorAnalysis analysis() {
        double ap = base();
        int[] counts = new int[ErrorType.values().length];
        for (Detection detection : detections) {
            if (detection.error != null) {
                counts[detection.error.ordinal()]++;
            }
        }
        for (Truth truth : truths) {
            counts[ErrorType.MISSED.ordinal()] += truth.missed() ? 1 : 0;
        }
        List<ErrorAnalysis.Error> errors = new ArrayList<>();
        for (ErrorType type : ErrorType.values()) {
            errors.add(new ErrorAnalysis.Error(type, counts[type.ordinal()], Math.max(0, fixed(type) - ap)));
        }
        return new ErrorAnalysis(
                ap, errors, Math.max(0, withoutFalsePositives() - ap), Math.max(0, withoutFalseNegatives() - ap));
    }

    private double base() {
        Curves curves = new Curves(objects);
        for (Detection detection : detections) {
            if (!detection.ignored) {
                curves.add(detection.category, detection.score, detection.hit, detection.order);
            }
        }
        return curves.meanAp();
    }

    private double fixed(ErrorType type) {
        int[] remaining = objects.clone();
        if (type == ErrorType.MISSED) {
            for (Truth truth : truths) {
                remaining[truth.category] -= truth.missed() ? 1 : 0;
            }
        }
        Curves curves = new Curves(remaining);
        for (Detection detection : detections) {
            if (detection.error != null && detection.error == type) {
                Truth target = detection.target;
                if (target != null && target.best == detection) {
                    curves.add(target.category, detection.score, true, detection.order);
                }
            } else if (detection.error != null && !detection.ignored) {
                curves.add(detection.category, detection.score, false, detection.order);
            }
        }
        for (Detection detection : detections) {
            if (detection.hit) {
                curves.add(detection.category, detection.score, true, detection.order);
            }
        }
        return curves.meanAp();
    }

    private double withoutFalsePositives() {
        Curves curves = new Curves(objects);
        for (Detection detection : detections) {
            if (!detection.ignored) {
                curves.add(detection.category, detection.hit ? 1 : 0, detection.hit, detection.order);
            }
        }
        return curves.meanAp();
    }

    private double withoutFalseNegatives() {
        int[] remaining = new int[categories];
        for (Truth truth : truths) {
            remaining[truth.category] += truth.used ? 1 : 0;
        }
        Curves curves = new Curves(remaining);
        for (int pass = 0; pass < 2; pass++) {
            for (Detection detection : detections) {
                if (!detection.ignored && detection.hit == (pass == 1)) {
                    curves.add(detection.category, detection.score, detection.hit, detection.order);
                }
            }
        }
        return curves.meanAp();
    }

    /** Detections per category in the order in which ties are ranked. */
    private final class Curves {
        private final int[] positives;
        private final List<List<double[]>> points = new ArrayList<>();

        Curves(int[] positives) {
            this.positives = positives;
            for (int k = 0; k < categories; k++) {
                points.add(new ArrayList<>());
            }
        }

        void add(int category, double score, boolean hit, int order) {
            points.get(category).add(new double[] {score, hit ? 1 : 0, order});
        }

        double meanAp() {
            double sum = 0;
            int n = 0;
            for (int k = 0; k < categories; k++) {
                if (positives[k] > 0 || !points.get(k).isEmpty()) {
                    sum += ap(points.get(k), positives[k]);
                    n++;
                }
            }
            return n == 0 ? 0 : sum / n;
        }

        private double ap(List<double[]> list, int objectCount) {
            if (objectCount <= 0) {
                return 0;
            }
            double[][] all = list.toArray(new double[0][]);
            if (settings.ties() == TieOrder.NEUTRAL) {
                Arrays.sort(all, (a, b) -> Double.compare(a[2], b[2]));
            }
            double[] scores = Arrays.stream(all).mapToDouble(p -> p[0]).toArray();
            int[] order = new int[all.length];
            new ScoreOrder().sort(scores, all.length, order);
            double[] precision = new double[all.length];
            double[] recall = new double[all.length];
            double hits = 0;
            for (int i = 0; i < all.length; i++) {
                hits += all[order[i]][1];
                precision[i] = hits / (i + 1);
                recall[i] = hits / objectCount;
            }
            for (int i = all.length - 1; i > 0; i--) {
                precision[i - 1] = Math.max(precision[i - 1], precision[i]);
            }
            double sum = 0;
            int i = 0;
            for (int x = 0; x <= RESOLUTION; x++) {
                while (i < all.length && recall[i] < (double) x / RESOLUTION) {
                    i++;
                }
                sum += i < all.length ? precision[i] : 0;
            }
            return sum / (RESOLUTION + 1) * 100;
        }
    }
}
