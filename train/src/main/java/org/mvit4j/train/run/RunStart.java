package org.mvit4j.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.train.loop.Trainer;

/** Where a run begins: at its start, or behind its newest checkpoint. */
public final class RunStart {

    private final @Nullable Path checkpoint;
    private final @Nullable RunState state;

    private RunStart(@Nullable Path checkpoint, @Nullable RunState state) {
        this.checkpoint = checkpoint;
        this.state = state;
    }

    /**
     * Looks for the newest checkpoint, if the run is to go on.
     *
     * @param identity what must stay the same in the run
     * @param weights that the run starts from where there is no checkpoint, or null
     * @throws RunException if the checkpoint belongs to another run
     */
    public static RunStart of(
            RunDirectory run,
            CheckpointStore store,
            boolean resume,
            Map<String, String> identity,
            @Nullable Path weights)
            throws IOException {
        Path latest = resume ? store.latest().orElse(null) : null;
        if (latest == null) {
            if (resume) {
                run.requireSameStart(weights);
            }
            return new RunStart(null, null);
        }
        RunState state = CheckpointStore.state(latest);
        state.requireSame(run.folder(), identity);
        return new RunStart(latest, state);
    }

    /** Whether there is nothing to go on with. */
    public boolean fresh() {
        return state == null;
    }

    /** Puts the sampler where the run stands. */
    public void restore(BatchSampler sampler) {
        if (state != null) {
            sampler.restore(state.sampler());
        }
    }

    /**
     * Puts trainer and metrics where the run stands.
     *
     * @return what was done, in a line; empty for a fresh run
     */
    public String restore(Trainer<?> trainer, MetricsHook<?> metrics) {
        if (checkpoint == null || state == null) {
            return "";
        }
        CheckpointStore.restore(checkpoint, state, trainer);
        metrics.restore(state.window());
        return trainer.complete()
                ? "is complete, all " + state.step() + " steps are done"
                : "goes on behind step " + state.step();
    }
}
