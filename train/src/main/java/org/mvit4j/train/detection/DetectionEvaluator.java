package org.mvit4j.train.detection;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.detect.Detector;
import org.mvit4j.train.run.EvaluationHook;

/**
 * Evaluates through the detector that users embed.
 *
 * @param detector over the model in training
 * @param instances to detect
 * @param most how many images at most
 */
record DetectionEvaluator(Detector detector, CocoInstances instances, int most)
        implements EvaluationHook.Evaluator<DetectionEvaluation> {

    private static final String BOX = "bbox/AP";
    private static final String MASK = "segm/AP";

    @Override
    public DetectionEvaluation evaluate(LongConsumer progress) throws IOException {
        return DetectionEvaluation.run(detector, instances, most, progress);
    }

    @Override
    public Map<String, Double> metrics(DetectionEvaluation evaluation) {
        return evaluation.metrics();
    }

    @Override
    public List<String> headlines() {
        return List.of(MASK, BOX);
    }

    @Override
    public String line(DetectionEvaluation evaluation, long step) {
        Map<String, Double> values = evaluation.metrics();
        String line = String.format(
                Locale.ROOT,
                "evaluated %d images at step %d: box AP %.1f",
                evaluation.images().size(),
                step,
                values.getOrDefault(BOX, Double.NaN));
        return evaluation.masks() == null
                ? line
                : String.format(Locale.ROOT, "%s, mask AP %.1f", line, values.getOrDefault(MASK, Double.NaN));
    }
}
