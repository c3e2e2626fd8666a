package org.mvit4j.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
    private final int period;
    private final long seed;
    private final String fingerprint;
    private final Consumer<String> warnings;
    private @Nullable Path last;
    private long lastStep = -1;

    /**
     * @param period steps between checkpoints
     * @param fingerprint of what the state belongs to
     * @param warnings told of checkpoints that could not be written
     */
    public CheckpointHook(CheckpointStore store, int period, long seed, String fingerprint, Consumer<String> warnings) {
        this.store = store;
        this.period = period;
        this.seed = seed;
        this.fingerprint = fingerprint;
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
        last = store.save(trainer, seed, fingerprint);
        lastStep = trainer.done();
    }

    /** Whether the last checkpoint that this process wrote is of this step. */
    public boolean savedAt(long step) {
        return lastStep == step;
    }

    /** The last checkpoint that this process wrote, or null. */
    public @Nullable Path last() {
        return last;
    }
}
