package org.mvit4j.train.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
 * @param window figures of steps that no line of the metrics has yet, by name
 * @param identity what must stay the same in a run, by name: its configuration, options that change what is learned,
 *     the data set, the seed
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
        Map<String, List<Double>> window,
        Map<String, String> identity) {

    private static final int SHOWN = 3;

    static List<List<Long>> waiting(BatchSampler.State state) {
        List<List<Long>> waiting = new ArrayList<>();
        state.waiting().forEach(draw -> waiting.add(List.of(draw.number(), (long) draw.index())));
        return waiting;
    }

    /**
     * Refuses to go on with another run.
     *
     * @param folder of the run, for the message
     * @param now what the run would be now
     */
    void requireSame(Path folder, Map<String, String> now) {
        Set<String> names = new LinkedHashSet<>(identity.keySet());
        names.addAll(now.keySet());
        List<String> changes = names.stream()
                .filter(name -> !Objects.equals(identity.get(name), now.get(name)))
                .map(name -> name + " was " + identity.getOrDefault(name, "not set") + " and is "
                        + now.getOrDefault(name, "not set"))
                .toList();
        if (!changes.isEmpty()) {
            String more = changes.size() > SHOWN ? " and " + (changes.size() - SHOWN) + " more changes" : "";
            throw new RunException(
                    folder,
                    "the run in it is another one: "
                            + String.join(", ", changes.subList(0, Math.min(SHOWN, changes.size()))) + more,
                    "resume with the config.yaml, options and data of its start, or begin a new run with --weights");
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
