package org.mvit4j.train.detection;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.detect.Detector;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.WeightAverage;
import org.mvit4j.train.run.CheckpointHook;
import org.mvit4j.train.run.CheckpointStore;
import org.mvit4j.train.run.MetricsHook;

/**
 * Evaluates every so many steps and at the end, through the detector that users embed, with the averaged weights where
 * there are any, and marks the best checkpoint. It stands behind the checkpoint hook in the list.
 */
final class EvaluationHook implements TrainHook<TrainingSample> {

    private final Detector detector;
    private final CocoInstances instances;
    private final int period;
    private final int most;
    private final MetricsHook<TrainingSample> metrics;
    private final CheckpointStore store;
    private final CheckpointHook<TrainingSample> checkpoints;
    private final Consumer<String> lines;
    private long evaluatedAt = -1;
    private @Nullable DetectionEvaluation last;

    EvaluationHook(
            Detector detector,
            CocoInstances instances,
            int period,
            int most,
            MetricsHook<TrainingSample> metrics,
            CheckpointStore store,
            CheckpointHook<TrainingSample> checkpoints,
            Consumer<String> lines) {
        this.detector = detector;
        this.instances = instances;
        this.period = period;
        this.most = most;
        this.metrics = metrics;
        this.store = store;
        this.checkpoints = checkpoints;
        this.lines = lines;
    }

    @Override
    public void onTrainingBatch(Trainer<TrainingSample> trainer, StepRecord step) throws IOException {
        if (trainer.done() % period == 0 || trainer.complete()) {
            evaluate(trainer);
        }
    }

    private void evaluate(Trainer<TrainingSample> trainer) throws IOException {
        WeightAverage average = trainer.average();
        try (WeightAverage.Swap ignored = average == null ? () -> {} : average.swap()) {
            DetectionEvaluation evaluation = DetectionEvaluation.run(detector, instances, most, n -> {});
            last = evaluation;
            evaluatedAt = trainer.done();
            Map<String, Double> values = evaluation.metrics();
            metrics.write(trainer.done() - 1, values);
            double box = values.getOrDefault("bbox/AP", Double.NaN);
            double mask = values.getOrDefault("segm/AP", Double.NaN);
            lines.accept(String.format(
                    Locale.ROOT,
                    "evaluated %d images at step %d: box AP %.1f, mask AP %.1f",
                    evaluation.images().size(),
                    trainer.done(),
                    box,
                    mask));
            if (checkpoints.savedAt(trainer.done())) {
                store.consider(
                        trainer.done(), Double.isNaN(mask) ? "bbox/AP" : "segm/AP", Double.isNaN(mask) ? box : mask);
            }
        }
    }

    /** The evaluation of the last step, or null if the last step was not evaluated. */
    @Nullable
    DetectionEvaluation lastAt(long step) {
        return evaluatedAt == step ? last : null;
    }
}
