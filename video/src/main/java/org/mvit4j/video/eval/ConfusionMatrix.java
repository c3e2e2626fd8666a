package org.mvit4j.video.eval;

import java.util.Arrays;

/**
 * How often videos of each class were given each class.
 *
 * @param counts [classes][classes]: rows are true classes, columns given ones
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConfusionMatrix(int[][] counts) {

    /** Counts pairs. */
    public static ConfusionMatrix of(int[] labels, int[] predicted, int classes) {
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    /** Videos of a class. */
    public int support(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    /** Share of a class's videos that were given it; NaN for a class without videos. */
    public double recall(int label) {
        int support = support(label);
        return support == 0 ? Double.NaN : (double) counts[label][label] / support;
    }

    /** Share of the videos that were given a class and are of it; NaN for a class that was never given. */
    public double precision(int label) {
        int given = Arrays.stream(counts).mapToInt(row -> row[label]).sum();
        return given == 0 ? Double.NaN : (double) counts[label][label] / given;
    }

    /**
     * Recall averaged over classes.
     *
     * @param givenToo whether a class without videos counts with recall 0 if it was given, as mmaction2 has it; otherwise
     *     such a class is left out
     */
    public double meanRecall(boolean givenToo) {
        double sum = 0;
        int classes = 0;
        for (int label = 0; label < counts.length; label++) {
            double recall = recall(label);
            if (!Double.isNaN(recall)) {
                sum += recall;
                classes++;
            } else if (givenToo && !Double.isNaN(precision(label))) {
                classes++;
            }
        }
        return classes == 0 ? Double.NaN : sum / classes;
    }
}
