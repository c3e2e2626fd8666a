package org.mvit4j.video.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mvit4j.video.ViewScores;

/**
 * What came of a test: the scores of every video that could be read.
 *
 * @param classNames names of the classes
 * @param protocol how videos were seen, in words
 * @param videos names of the videos, in the order of the data set
 * @param labels number of each video's class
 * @param scores [videos][classes]: aggregates over views, as the protocol says
 * @param probabilities [videos][classes]
 * @param broken videos that could not be read, and why; they count nowhere
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassificationEvaluation(
        List<String> classNames,
        String protocol,
        List<String> videos,
        int[] labels,
        List<double[]> scores,
        List<double[]> probabilities,
        List<String> broken) {

    public ClassificationEvaluation {
        classNames = List.copyOf(classNames);
        videos = List.copyOf(videos);
        scores = List.copyOf(scores);
        probabilities = List.copyOf(probabilities);
        broken = List.copyOf(broken);
    }

    /** Number of videos that were scored. */
    public int size() {
        return labels.length;
    }

    /** Share of the videos whose class is among the {@code k} best scores; the lower class number wins ties. */
    public double top(int k) {
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            hits += rank(scores.get(i), labels[i]) < k ? 1 : 0;
        }
        return labels.length == 0 ? Double.NaN : (double) hits / labels.length;
    }

    /** How many classes come before this one. */
    private static int rank(double[] scores, int label) {
        int before = 0;
        for (int c = 0; c < scores.length; c++) {
            before += scores[c] > scores[label] || scores[c] == scores[label] && c < label ? 1 : 0;
        }
        return before;
    }

    /** The best class of every video. */
    public int[] predicted() {
        return scores.stream().mapToInt(row -> ViewScores.top(row, 1)[0]).toArray();
    }

    /** How often each class was given each class. */
    public ConfusionMatrix confusion() {
        return ConfusionMatrix.of(labels, predicted(), classNames.size());
    }

    /** Accuracies of 0 to 1 by name. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("top1", top(1));
        metrics.put("top5", top(5));
        metrics.put("mean_class", confusion().meanRecall(true));
        return metrics;
    }

    /** The standard error of {@link #top} with one class, in the same unit. */
    public double standardError() {
        double p = top(1);
        return Math.sqrt(p * (1 - p) / labels.length);
    }

    /** Everything but the scores, for a program to read. */
    public Map<String, Object> toJson() {
        ConfusionMatrix confusion = confusion();
        List<Map<String, Object>> classes = new ArrayList<>();
        for (int c = 0; c < classNames.size(); c++) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("name", classNames.get(c));
            each.put("videos", confusion.support(c));
            put(each, "recall", confusion.recall(c));
            put(each, "precision", confusion.precision(c));
            classes.add(each);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("protocol", protocol);
        json.put("videos", size());
        metrics().forEach((name, value) -> put(json, name, value));
        put(json, "top1_standard_error", standardError());
        json.put("classes", classes);
        json.put("confusion", confusion.counts());
        json.put("broken", broken);
        return json;
    }

    private static void put(Map<String, Object> json, String name, double value) {
        if (!Double.isNaN(value)) {
            json.put(name, value);
        }
    }
}
