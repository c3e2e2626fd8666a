package org.mvit4j.video;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.mvit4j.video.clip.ClipProtocol.Aggregation;

/**
 * The scores of a video from those of its views. A view that comes twice, as distributed evaluation pads, replaces
 * itself and is not counted twice.
 */
public final class ViewScores {

    private final Aggregation aggregation;
    private final Map<Integer, float[]> views = new TreeMap<>();

    public ViewScores(Aggregation aggregation) {
        this.aggregation = aggregation;
    }

    /** Adds the logits of a view. */
    public void add(int view, float[] logits) {
        views.put(view, aggregation.ofProbabilities() ? softmax(logits) : logits.clone());
    }

    /** Returns how many views there are. */
    public int size() {
        return views.size();
    }

    /** The aggregate as the protocol says: a sum or mean of logits or probabilities. */
    public double[] scores() {
        if (views.isEmpty()) {
            throw new IllegalStateException("no view has been added");
        }
        double[] scores = new double[views.values().iterator().next().length];
        for (float[] view : views.values()) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] += view[i];
            }
        }
        if (aggregation.mean()) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] /= views.size();
            }
        }
        return scores;
    }

    /** The aggregate as probabilities: the mean over views, or the softmax of the mean logits. */
    public double[] probabilities() {
        double[] scores = scores();
        double divisor = aggregation.mean() ? 1 : views.size();
        double[] mean = Arrays.stream(scores).map(score -> score / divisor).toArray();
        return aggregation.ofProbabilities() ? mean : softmax(mean);
    }

    /** The indices of the best scores, the lower index first among equals. */
    public static int[] top(double[] scores, int k) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
        return Arrays.stream(order)
                .limit(Math.min(k, scores.length))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static float[] softmax(float[] logits) {
        double[] wide = new double[logits.length];
        Arrays.setAll(wide, i -> logits[i]);
        double[] exact = softmax(wide);
        float[] result = new float[logits.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) exact[i];
        }
        return result;
    }

    private static double[] softmax(double[] logits) {
        double max = Arrays.stream(logits).max().orElse(0);
        double[] result = Arrays.stream(logits).map(x -> Math.exp(x - max)).toArray();
        double sum = Arrays.stream(result).sum();
        for (int i = 0; i < result.length; i++) {
            result[i] /= sum;
        }
        return result;
    }
}
