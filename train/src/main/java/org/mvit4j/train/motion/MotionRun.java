package org.mvit4j.train.motion;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.mvit4j.train.run.Metrics;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.eval.ShuffleStudy;
import org.mvit4j.video.synthetic.Motion;

/**
 * A trained model of the demonstration and its tests.
 *
 * @param title what the page calls it
 * @param config name of its configuration
 * @param parameters number of values
 * @param steps of the training
 * @param seconds of training, tests included
 * @param study tests with frames in order and shuffled
 * @param still the test with one frame of each clip repeated, which shows everything but motion
 * @param metrics of the run directory
 * @param weights the trained weights
 */
public record MotionRun(
        String title,
        String config,
        long parameters,
        long steps,
        double seconds,
        ShuffleStudy study,
        ClassificationEvaluation still,
        List<Metrics.Line> metrics,
        Path weights) {

    /** Accuracy on clips as they are, 0 to 1. */
    public double accuracy() {
        return study.ordered().top(1);
    }

    /** Step and accuracy, 0 to 1, of each test during training. */
    List<double[]> tests() {
        return metrics.stream()
                .filter(line -> line.values().containsKey("top5"))
                .map(line -> new double[] {
                    line.iteration() + 1, Objects.requireNonNull(line.values().get("top1"))
                })
                .toList();
    }

    /**
     * How often the true motion has a higher score than the same motion backwards; half of the time without any sense of
     * direction.
     */
    static double direction(ClassificationEvaluation evaluation) {
        int right = 0;
        for (int i = 0; i < evaluation.size(); i++) {
            double[] scores = evaluation.scores().get(i);
            String label = evaluation.classNames().get(evaluation.labels()[i]);
            int backwards = evaluation
                    .classNames()
                    .indexOf(Motion.valueOf(label.toUpperCase(java.util.Locale.ROOT))
                            .reversed()
                            .label());
            right += scores[evaluation.labels()[i]] > scores[backwards] ? 1 : 0;
        }
        return (double) right / evaluation.size();
    }

    /** The mean of {@link #direction} over the shuffled tests. */
    double shuffledDirection() {
        return study.shuffled().stream()
                .mapToDouble(MotionRun::direction)
                .average()
                .orElseThrow();
    }
}
