package org.mvit4j.video.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a trained model loses when the frames of its test clips come in random order (Fan et al., MViT, ICCV 2021, table
 * 9): a model that knows its videos by their pictures loses nothing.
 *
 * @param ordered the test with frames in their order
 * @param shuffled the same videos with shuffled frames, once per seed
 */
public record ShuffleStudy(ClassificationEvaluation ordered, List<ClassificationEvaluation> shuffled) {

    public ShuffleStudy {
        shuffled = List.copyOf(shuffled);
        if (shuffled.isEmpty()
                || shuffled.stream().anyMatch(each -> !each.videos().equals(ordered.videos()))) {
            throw new IllegalArgumentException("a study compares at least one shuffled test of the same videos");
        }
    }

    /** Mean top-1 accuracy over the seeds. */
    public double mean() {
        return shuffled.stream().mapToDouble(each -> each.top(1)).average().orElseThrow();
    }

    /** Standard deviation of the top-1 accuracy over the seeds; 0 for a single one. */
    public double deviation() {
        double mean = mean();
        double squares = shuffled.stream()
                .mapToDouble(each -> (each.top(1) - mean) * (each.top(1) - mean))
                .sum();
        return shuffled.size() == 1 ? 0 : Math.sqrt(squares / (shuffled.size() - 1));
    }

    /**
     * The Kullback-Leibler divergence of the predictions on shuffled frames from those on ordered frames, in nats, its
     * mean over videos and seeds. It notices changes that do not reach the top.
     */
    public double divergence() {
        return shuffled.stream()
                .mapToDouble(each -> IntStream.range(0, ordered.size())
                        .mapToDouble(i -> divergence(
                                ordered.probabilities().get(i),
                                each.probabilities().get(i)))
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    private static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                sum += p[i] * Math.log(p[i] / Math.max(q[i], Double.MIN_NORMAL));
            }
        }
        return sum;
    }

    /** The study's figures, for a program to read. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ordered_top1", ordered.top(1));
        json.put("shuffled_top1", shuffled.stream().map(each -> each.top(1)).toList());
        json.put("shuffled_top1_mean", mean());
        json.put("shuffled_top1_deviation", deviation());
        json.put("mean_divergence", divergence());
        return json;
    }
}
