package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.eval.Matches;

/** Images by what they cost. */
public final class ImageRanking {
    /**
     * What one image costs.
     *
     * @param imageId its id
     * @param loss average precision that would be gained if the image were not there; negative where it helps
     * @param objects objects that count
     * @param wrong detections of at least the working score that hit nothing
     * @param missed objects that no detection of at least the working score hits
     */
    public record Cost(long imageId, double loss, int objects, int wrong, int missed) {
        /** Wrong detections and missed objects together. */
        public int mistakes() {
            return wrong + missed;
        }
    }

    private ImageRanking() {}

    /**
     * The cost of every image, in the order of {@link Matches#imageIds()}.
     *
     * @param figure the figure whose loss is told, such as AP
     * @param threshold position of the similarity threshold for mistakes
     * @param leastScore per category of {@link Matches#categories()}, the working score
     */
    public static List<Cost> costs(
            Matches matches, Figure figure, int threshold, double[] leastScore, Workers workers) {
        long[] ids = matches.imageIds();
        int[] objects = new int[ids.length];
        int[] wrong = new int[ids.length];
        int[] missed = new int[ids.length];
        for (int c = 0; c < matches.cells(); c++) {
            int image = matches.image(c);
            objects[image] += matches.objects(c, 0);
            int hits = 0;
            for (int d = 0; d < matches.detections(c); d++) {
                if (matches.score(c, d) >= leastScore[matches.category(c)]) {
                    Matches.Outcome outcome = matches.outcome(c, d, 0, threshold);
                    hits += outcome == Matches.Outcome.HIT ? 1 : 0;
                    wrong[image] += outcome == Matches.Outcome.MISS ? 1 : 0;
                }
            }
            missed[image] += matches.objects(c, 0) - hits;
        }
        double[] loss = losses(Reaccumulator.of(matches, List.of(figure)), workers);
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            costs.add(new Cost(ids[i], loss[i], objects[i], wrong[i], missed[i]));
        }
        return costs;
    }

    private static double[] losses(Reaccumulator of, Workers workers) {
        Reaccumulator.Worker worker = of.worker();
        double[] ones = new double[of.images()];
        Arrays.fill(ones, 1);
        worker.run(ones);
        int categories = of.categories().length;
        double sum = 0;
        int defined = 0;
        for (int k = 0; k < categories; k++) {
            if (!Double.isNaN(worker.value(0, k))) {
                sum += worker.value(0, k);
                defined++;
            }
        }
        double[] sums = new double[of.images()];
        int[] counts = new int[of.images()];
        Arrays.fill(sums, sum);
        Arrays.fill(counts, defined);
        List<Jackknife.LeftOut> leftOut = Jackknife.leaveOneOut(of, workers);
        for (int k = 0; k < categories; k++) {
            double whole = worker.value(0, k);
            Jackknife.LeftOut out = leftOut.get(k);
            for (int i = 0; i < out.image().length && !Double.isNaN(whole); i++) {
                double without = out.values()[i][0];
                sums[out.image()[i]] += Double.isNaN(without) ? -whole : without - whole;
                counts[out.image()[i]] -= Double.isNaN(without) ? 1 : 0;
            }
        }
        double[] losses = new double[of.images()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = defined == 0 || counts[i] == 0 ? 0 : sums[i] / counts[i] - sum / defined;
        }
        return losses;
    }

    /** The {@code most} images of greatest loss, worst first. */
    public static List<Cost> byLoss(List<Cost> costs, int most) {
        return costs.stream()
                .sorted(Comparator.comparingDouble(Cost::loss).reversed())
                .limit(most)
                .toList();
    }

    /** The {@code most} images of most mistakes, worst first; of equals the one of greater loss. */
    public static List<Cost> byMistakes(List<Cost> costs, int most) {
        return costs.stream()
                .sorted(Comparator.comparingInt(Cost::mistakes)
                        .thenComparingDouble(Cost::loss)
                        .reversed())
                .limit(most)
                .toList();
    }
}
