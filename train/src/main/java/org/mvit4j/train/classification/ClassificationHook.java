package org.mvit4j.train.classification;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.WeightAverage;
import org.mvit4j.train.run.CheckpointHook;
import org.mvit4j.train.run.CheckpointStore;
import org.mvit4j.train.run.MetricsHook;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.eval.EvaluationOptions;
import org.mvit4j.video.eval.MultiViewTest;
import org.mvit4j.video.model.VideoModel;

/**
 * Tests every so many steps and at the end, by the protocol that users test with, on the averaged weights where there
 * are any, and marks the best checkpoint. It stands behind the checkpoint hook in the list.
 */
final class ClassificationHook implements TrainHook<List<TrainingClip>> {

    private final VideoModel model;
    private final NDManager manager;
    private final ClipDataset dataset;
    private final EvaluationOptions options;
    private final long period;
    private final MetricsHook<List<TrainingClip>> metrics;
    private final CheckpointStore store;
    private final CheckpointHook<List<TrainingClip>> checkpoints;
    private final Consumer<String> lines;
    private long testedAt = -1;
    private @Nullable ClassificationEvaluation last;

    ClassificationHook(
            VideoModel model,
            NDManager manager,
            ClipDataset dataset,
            EvaluationOptions options,
            long period,
            MetricsHook<List<TrainingClip>> metrics,
            CheckpointStore store,
            CheckpointHook<List<TrainingClip>> checkpoints,
            Consumer<String> lines) {
        this.model = model;
        this.manager = manager;
        this.dataset = dataset;
        this.options = options;
        this.period = period;
        this.metrics = metrics;
        this.store = store;
        this.checkpoints = checkpoints;
        this.lines = lines;
    }

    @Override
    public void onTrainingBatch(Trainer<List<TrainingClip>> trainer, StepRecord step) throws IOException {
        if (trainer.done() % period == 0 || trainer.complete()) {
            test(trainer);
        }
    }

    private void test(Trainer<List<TrainingClip>> trainer) throws IOException {
        WeightAverage average = trainer.average();
        try (WeightAverage.Swap ignored = average == null ? () -> {} : average.swap()) {
            ClassificationEvaluation evaluation = MultiViewTest.run(model, manager, dataset, options);
            last = evaluation;
            testedAt = trainer.done();
            metrics.write(trainer.done() - 1, evaluation.metrics());
            lines.accept(String.format(
                    Locale.ROOT,
                    "tested on %d videos at step %d: top-1 %.1f %%, top-5 %.1f %%%s",
                    evaluation.size(),
                    trainer.done(),
                    100 * evaluation.top(1),
                    100 * evaluation.top(5),
                    evaluation.broken().isEmpty()
                            ? ""
                            : ", " + evaluation.broken().size() + " videos could not be read"));
            if (checkpoints.savedAt(trainer.done())) {
                store.consider(trainer.done(), "top1", evaluation.top(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the test was interrupted", e);
        }
    }

    /** The test of the last step, or null if the last step was not tested. */
    @Nullable
    ClassificationEvaluation lastAt(long step) {
        return testedAt == step ? last : null;
    }
}
