package org.mvit4j.video.init;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;

/**
 * The tensors that one model gives to another, under the receiver's names, and what became of each of the receiver's
 * and the giver's tensors.
 */
public final class Transfer {

    /** What became of a tensor. */
    public enum Fate {
        /** Taken as it is. */
        COPIED,
        /** A filter that gained a time axis. */
        INFLATED,
        /** A position table brought to another size. */
        RESAMPLED,
        /** Set to zero by the rule. */
        ZEROED,
        /** Not in the giver, or not wanted by the rule: the receiver's own initialisation stays. */
        FRESH,
        /** In the giver alone. */
        LEFT_OUT
    }

    private final StateDict giver;
    private final Map<Fate, List<String>> fates = new EnumMap<>(Fate.class);
    private final List<StoredTensor> tensors = new ArrayList<>();
    private final TreeSet<String> unused;

    Transfer(StateDict giver) {
        this.giver = giver;
        unused = new TreeSet<>(giver.names());
        for (Fate fate : Fate.values()) {
            fates.put(fate, new ArrayList<>());
        }
    }

    void copy(String name, StoredTensor source) {
        unused.remove(source.name());
        StateDict.of(giver.origin(), List.of(source)).rename(old -> name).forEach(tensors::add);
        note(Fate.COPIED, name);
    }

    void computed(Fate fate, String name, long[] shape, StoredTensor source, Supplier<float[]> values) {
        unused.remove(source.name());
        tensors.add(StoredTensor.computed(giver.origin(), name, shape, values));
        note(fate, name);
    }

    /** A filter of {@code shape} [out, in, t, h, w] from one without time. */
    void inflated(String name, long[] shape, StoredTensor source, TemporalFilter filter) {
        int t = (int) shape[2];
        int plane = (int) (shape[3] * shape[4]);
        computed(Fate.INFLATED, name, shape, source, () -> filter.inflate(source.toFloats(), t, plane));
    }

    void zero(String name, long[] shape) {
        int size = 1;
        for (long extent : shape) {
            size = Math.toIntExact(size * extent);
        }
        int elements = size;
        tensors.add(StoredTensor.computed(giver.origin(), name, shape, () -> new float[elements]));
        note(Fate.ZEROED, name);
    }

    void fresh(String name) {
        note(Fate.FRESH, name);
    }

    private void note(Fate fate, String name) {
        java.util.Objects.requireNonNull(fates.get(fate)).add(name);
    }

    Transfer done() {
        java.util.Objects.requireNonNull(fates.get(Fate.LEFT_OUT)).addAll(unused);
        if (tensors.isEmpty()) {
            throw new CheckpointException(
                    giver.origin(), "gives this model nothing", "start from a checkpoint of the same architecture");
        }
        return this;
    }

    /** The names with a fate: the receiver's, but the giver's for {@link Fate#LEFT_OUT}. */
    public List<String> names(Fate fate) {
        return List.copyOf(java.util.Objects.requireNonNull(fates.get(fate)));
    }

    /** The tensors under the receiver's names. */
    public StateDict stateDict() {
        return StateDict.of(giver.origin(), tensors);
    }

    /**
     * Loads the receiver; what is fresh keeps or gets its own initialisation.
     *
     * @param manager owns the arrays of parameters that had none
     */
    public void applyTo(NamedBlock receiver, NDManager manager) {
        TreeSet<String> fresh = new TreeSet<>(names(Fate.FRESH));
        Weights.load(receiver, manager, stateDict(), LoadOptions.strict().allowMissing(fresh::contains));
    }

    /** The whole report, a group per fate. */
    public String report() {
        StringBuilder text = new StringBuilder(giver.origin().toString());
        fates.forEach((fate, names) -> {
            if (!names.isEmpty()) {
                text.append("\n  ")
                        .append(fate.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                        .append(" (")
                        .append(names.size())
                        .append("): ")
                        .append(String.join(", ", names));
            }
        });
        return text.toString();
    }
}
