package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.EvalParams;

/**
 * Which category is taken for which. Detections by descending score first take objects of their own category, so that
 * the diagonal agrees with average precision; those left over then take objects of any category that are still free.
 * A detection inside a crowd of its category is neither right nor wrong and counts nowhere.
 *
 * @param categories ids of the categories, in the data set's order
 * @param counts [true category][detected category]; the last row holds detections of nothing, the last column objects
 *     not found
 */
public record ConfusionMatrix(List<Long> categories, int[][] counts) {
    /**
     * A mistake.
     *
     * @param truth position of the true category
     * @param detected position of the detected one
     * @param count how often
     */
    public record Mistake(int truth, int detected, int count) {}

    /**
     * Counts.
     *
     * @param params which images and categories, and boxes or masks
     * @param overlap least overlap of a detection and its object
     * @param leastScore per category of the data set, the score from which detections count
     * @param limit most detections of an image, over all categories
     * @param progress told the number of images done since the last call, from any thread
     */
    public static ConfusionMatrix of(
            CocoDataset dataset,
            CocoResults results,
            EvalParams params,
            double overlap,
            double[] leastScore,
            int limit,
            Workers workers,
            LongConsumer progress) {
        ImageOverlaps overlaps = new ImageOverlaps(dataset, results, params, limit);
        int n = dataset.categories().size();
        int[][] counts = new int[n + 1][n + 1];
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(overlaps.size(), (IntConsumer) i -> {
                    List<int[]> pairs = pairs(overlaps, overlaps.of(i), results, overlap, leastScore, n);
                    synchronized (counts) {
                        for (int[] pair : pairs) {
                            counts[pair[0]][pair[1]]++;
                        }
                    }
                    progress.accept(1);
                });
                return Boolean.TRUE;
            }
        });
        List<Long> ids = new ArrayList<>();
        for (int c = 0; c < n; c++) {
            ids.add(dataset.categories().id(c));
        }
        return new ConfusionMatrix(ids, counts);
    }

    private static List<int[]> pairs(
            ImageOverlaps overlaps,
            ImageOverlaps.Image image,
            CocoResults results,
            double overlap,
            double[] leastScore,
            int background) {
        ObjectMatching matching = ObjectMatching.of(overlaps, image, results, overlap, leastScore);
        List<int[]> pairs = new ArrayList<>();
        for (int d = 0; d < image.detections().length; d++) {
            int category = results.category(image.detections()[d]);
            switch (matching.fate()[d]) {
                case RIGHT, CONFUSED ->
                    pairs.add(new int[] {overlaps.categoryOf(image.objects()[matching.object()[d]]), category});
                case NOTHING -> pairs.add(new int[] {background, category});
                default -> {}
            }
        }
        for (int g = 0; g < image.objects().length; g++) {
            if (!matching.found()[g]) {
                pairs.add(new int[] {overlaps.categoryOf(image.objects()[g]), background});
            }
        }
        return pairs;
    }

    /** Pairs of different categories, the most frequent first. */
    public List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        int n = categories.size();
        for (int t = 0; t < n; t++) {
            for (int d = 0; d < n; d++) {
                if (t != d && counts[t][d] > 0) {
                    mistakes.add(new Mistake(t, d, counts[t][d]));
                }
            }
        }
        mistakes.sort(Comparator.comparingInt(Mistake::count).reversed());
        return mistakes;
    }
}
