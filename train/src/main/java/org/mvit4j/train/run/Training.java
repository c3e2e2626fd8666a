package org.mvit4j.train.run;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.WeightAverage;

/**
 * A training run, put together: loop, run directory, checkpoints and evaluation. Closing it ends them all.
 *
 * @param <S> a sample
 * @param <E> what an evaluation yields
 */
public abstract class Training<S, E> implements AutoCloseable {

    private final RunDirectory directory;
    private final NDManager manager;

    /** @param manager owns the parameters */
    protected Training(RunDirectory directory, NDManager manager) {
        this.directory = directory;
        this.manager = manager;
    }

    /** The loop. */
    public abstract Trainer<S> trainer();

    /** The checkpoints. */
    public abstract CheckpointStore checkpoints();

    /** Evaluates on the way, or null for no evaluation. */
    protected abstract @Nullable EvaluationHook<S, E> evaluation();

    /** Trains to the end or until asked to stop. */
    public final void run() throws IOException, InterruptedException {
        trainer().run();
    }

    /** Asks for a checkpoint and an end after the step in work. */
    public final void requestStop() {
        trainer().requestStop();
    }

    /** Owns the parameters. */
    public final NDManager manager() {
        return manager;
    }

    /** The run directory. */
    public final RunDirectory directory() {
        return directory;
    }

    /** The evaluation behind the last step, or null if there was none. */
    public final @Nullable E lastEvaluation() {
        EvaluationHook<S, E> evaluation = evaluation();
        return evaluation == null ? null : evaluation.lastAt(trainer().done());
    }

    /** Puts the averaged weights into the model, where there are any, until the result is closed. */
    public final WeightAverage.Swap evaluationWeights() {
        WeightAverage average = trainer().average();
        return average == null ? () -> {} : average.swap();
    }

    @Override
    public void close() throws IOException {
        Trainer<S> trainer = trainer();
        trainer.loader().close();
        trainer.close();
        trainer.optimizer().close();
        WeightAverage average = trainer.average();
        if (average != null) {
            average.close();
        }
        manager.close();
        directory.close();
    }
}
