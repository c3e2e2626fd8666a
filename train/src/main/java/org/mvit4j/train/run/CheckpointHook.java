package org.mvit4j.train.run;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;

/**
 * Saves every so many steps and at the end. A checkpoint that cannot be written, for want of space as a rule, is
 * reported and tried again at the next period; only at the end is it an error.
 */
public final class CheckpointHook<S> implements TrainHook<S> {

    private final CheckpointStore store;
    private final MetricsHook<S> metrics;
    private final int period;
    private final Map<String, String> identity;
    private final Consumer<String> warnings;

    /**
     * @param metrics whose open window is saved too; it stands before this hook in the list
     * @param period steps between checkpoints
     * @param identity what must stay the same in the run
     * @param warnings told of checkpoints that could not be written
     */
    public CheckpointHook(
            CheckpointStore store,
            MetricsHook<S> metrics,
            int period,
            Map<String, String> identity,
            Consumer<String> warnings) {
        this.store = store;
        this.metrics = metrics;
        this.period = period;
        this.identity = identity;
        this.warnings = warnings;
    }

    @Override
    public void onTrainingBatch(Trainer<S> trainer, StepRecord step) {
        if (trainer.done() % period == 0 || trainer.complete()) {
            try {
                save(trainer);
            } catch (IOException | CheckpointException e) {
                warnings.accept("no checkpoint at step " + trainer.done() + ": " + e.getMessage());
            }
        }
    }

    @Override
    public void onTrainingEnd(Trainer<S> trainer) throws IOException {
        if (trainer.done() > 0) {
            save(trainer);
        }
    }

    private void save(Trainer<S> trainer) throws IOException {
        store.save(trainer, metrics.window(), identity);
    }
}
