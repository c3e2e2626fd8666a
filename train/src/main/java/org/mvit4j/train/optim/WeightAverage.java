package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mvit4j.nn.NamedBlock;

/**
 * Exponential moving average of a model's parameters and buffers. Early steps average faster: the decay at update n is
 * {@code min(decay, (1 + n) / (10 + n))}.
 */
public final class WeightAverage implements AutoCloseable {

    private final double decay;
    private final NDManager manager;
    private final List<Parameter> parameters;
    /** In the order of the parameters. */
    private final Map<String, NDArray> averages = new LinkedHashMap<>();

    private long updates;
    private boolean swapped;

    /**
     * Starts from the model's present values.
     *
     * @param parent owns the averages
     * @param decay share of the average that a step keeps, such as 0.999
     */
    public WeightAverage(NDManager parent, NamedBlock model, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("the decay of an average lies in [0, 1), got " + decay);
        }
        this.decay = decay;
        manager = parent.newSubManager();
        Map<String, Parameter> named = model.namedParameters();
        parameters = List.copyOf(named.values());
        named.forEach((name, parameter) -> {
            NDArray copy = parameter.getArray().duplicate();
            copy.attach(manager);
            averages.put(name, copy);
        });
    }

    /** Takes the model's values in. */
    public void update() {
        double keep = Math.min(decay, (1.0 + updates) / (10.0 + updates));
        updates++;
        try (NDManager scope = manager.newSubManager()) {
            FusedUpdate.run(scope, "lerp_", List.of(new NDList(averages.values()), values()), 1 - keep);
        }
    }

    /** Exchanges the model's values with the averages until the result is closed, for evaluation or saving. */
    public Swap swap() {
        if (swapped) {
            throw new IllegalStateException("the averages are in the model already");
        }
        exchange();
        swapped = true;
        return () -> {
            exchange();
            swapped = false;
        };
    }

    private void exchange() {
        try (NDManager scope = manager.newSubManager()) {
            NDList held = new NDList(averages.values());
            NDList copies = new NDList(held.stream().map(NDArray::duplicate).toList());
            copies.attach(scope);
            FusedUpdate.run(scope, "copy_", List.of(held, values()));
            FusedUpdate.run(scope, "copy_", List.of(values(), copies));
        }
    }

    /** The model's arrays, in the order of the averages. */
    private NDList values() {
        return new NDList(parameters.stream().map(Parameter::getArray).toList());
    }

    /** A time during which the model holds the averages. */
    @FunctionalInterface
    public interface Swap extends AutoCloseable {
        @Override
        void close();
    }

    /** Number of updates. */
    public long updates() {
        return updates;
    }

    /** Declares how many updates the restored averages have seen. */
    public void restoreUpdates(long seen) {
        updates = seen;
    }

    /** The averages by parameter name; they belong to this object. */
    public Map<String, NDArray> averages() {
        return Collections.unmodifiableMap(averages);
    }

    @Override
    public void close() {
        manager.close();
    }
}
