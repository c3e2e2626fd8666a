package org.mvit4j.train.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.WeightAverage;

/**
 * Evaluates every so many steps and at the end, with the averaged weights where there are any, and marks the best
 * checkpoint. It stands behind the hooks of metrics and checkpoints in the list.
 *
 * <p>A request to stop does not wait for an evaluation; a run that was stopped or killed between a checkpoint and its
 * evaluation makes up for it when it goes on.
 *
 * @param <S> a sample
 * @param <E> what an evaluation yields
 */
public final class EvaluationHook<S, E> implements TrainHook<S> {

    private final Evaluator<E> evaluator;
    private final long period;
    private final MetricsHook<S> metrics;
    private final CheckpointStore store;
    private final Consumer<String> lines;
    private long evaluatedAt = -1;
    private @Nullable E last;

    /** Evaluates the model in training. */
    public interface Evaluator<E> {

        /**
         * Evaluates.
         *
         * @param progress told of each sample; it throws to end the evaluation
         */
        E evaluate(LongConsumer progress) throws IOException;

        /** Its figures by name. */
        Map<String, Double> metrics(E evaluation);

        /** Names of the figures that say which checkpoint is best; the first that is a number counts. */
        List<String> headlines();

        /** An evaluation in a line, as "what was done" that "at step N" may follow, and what came of it. */
        String line(E evaluation, long step);
    }

    /**
     * @param period steps between evaluations
     * @param lines told of each evaluation
     */
    public EvaluationHook(
            Evaluator<E> evaluator,
            long period,
            MetricsHook<S> metrics,
            CheckpointStore store,
            Consumer<String> lines) {
        this.evaluator = evaluator;
        this.period = period;
        this.metrics = metrics;
        this.store = store;
        this.lines = lines;
    }

    @Override
    public void onTrainingBegin(Trainer<S> trainer) throws IOException {
        long done = trainer.done();
        if (done > 0 && due(trainer) && !metrics.has(done - 1, evaluator.headlines())) {
            evaluate(trainer);
        }
    }

    @Override
    public void onTrainingBatch(Trainer<S> trainer, StepRecord step) throws IOException {
        if (due(trainer)) {
            evaluate(trainer);
        }
    }

    private boolean due(Trainer<S> trainer) {
        return trainer.done() % period == 0 || trainer.complete();
    }

    private void evaluate(Trainer<S> trainer) throws IOException {
        WeightAverage average = trainer.average();
        long done = trainer.done();
        E evaluation;
        try (WeightAverage.Swap ignored = average == null ? () -> {} : average.swap()) {
            evaluation = evaluator.evaluate(n -> {
                if (trainer.stopRequested()) {
                    throw new CancellationException();
                }
            });
        } catch (CancellationException e) {
            lines.accept("the evaluation at step " + done + " is left for --resume");
            return;
        }
        last = evaluation;
        evaluatedAt = done;
        Map<String, Double> values = evaluator.metrics(evaluation);
        for (String name : evaluator.headlines()) {
            double value = values.getOrDefault(name, Double.NaN);
            if (Double.isFinite(value)) {
                store.consider(done, name, value);
                break;
            }
        }
        metrics.write(done - 1, values);
        lines.accept(evaluator.line(evaluation, done));
    }

    /** The evaluation of a step, or null if the last one was of another. */
    public @Nullable E lastAt(long step) {
        return evaluatedAt == step ? last : null;
    }
}
