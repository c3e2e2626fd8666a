package org.mvit4j.train.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.data.loader.Draw;

/**
 * The part of a checkpoint that is not tensors.
 *
 * @param step steps done
 * @param optimizerSteps updates done
 * @param averageUpdates updates of the weight average
 * @param lossScale float16 scale, or null
 * @param goodSteps of the float16 scale
 * @param epoch passes of the sampler completed
 * @param offset samples drawn of its current pass
 * @param drawn samples drawn in all
 * @param waiting samples drawn whose batch is not full, as pairs of number and index
 * @param seed of the run
 * @param fingerprint of the configuration and data set that the state belongs to
 */
public record RunState(
        long step,
        long optimizerSteps,
        long averageUpdates,
        @Nullable Double lossScale,
        int goodSteps,
        long epoch,
        int offset,
        long drawn,
        List<List<Long>> waiting,
        long seed,
        String fingerprint) {

    static List<List<Long>> waiting(BatchSampler.State state) {
        List<List<Long>> waiting = new ArrayList<>();
        state.waiting().forEach(draw -> waiting.add(List.of(draw.number(), (long) draw.index())));
        return waiting;
    }

    /**
     * Refuses to go on with another run.
     *
     * @param folder of the run, for the message
     */
    public void requireSame(Path folder, String fingerprint, long seed) {
        if (!this.fingerprint.equals(fingerprint)) {
            throw new RunException(
                    folder,
                    "the run was started with another model, input, optimizer, schedule, batch size or data set",
                    "resume with the config.yaml in that folder, or start a new run with --weights");
        }
        if (this.seed != seed) {
            throw new RunException(
                    folder, "the run was started with seed " + this.seed, "resume with --seed " + this.seed);
        }
    }

    /** Where the sampler goes on. */
    public BatchSampler.State sampler() {
        return new BatchSampler.State(
                epoch,
                offset,
                drawn,
                waiting.stream()
                        .map(pair -> new Draw(pair.get(0), pair.get(1).intValue()))
                        .toList());
    }
}
