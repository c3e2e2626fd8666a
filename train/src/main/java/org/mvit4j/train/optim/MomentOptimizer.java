package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mvit4j.nn.GradientStore;

/** An update rule that keeps moments {@code MOMENT.NAME} in the shape of each parameter, zeros at first. */
abstract class MomentOptimizer implements Optimizer {

    private final List<ParameterGroup> groups;
    private final List<String> moments;
    private final NDManager manager;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private long steps;

    /** @param parent owns the state */
    MomentOptimizer(NDManager parent, List<ParameterGroup> groups, String... moments) {
        this.groups = List.copyOf(groups);
        this.moments = List.of(moments);
        manager = parent.newSubManager();
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> {
                NDArray array = parameter.getArray();
                for (String moment : moments) {
                    state.put(
                            moment + "." + name,
                            manager.zeros(array.getShape(), array.getDataType(), array.getDevice()));
                }
            });
        }
    }

    /** Updates parameters in place. */
    interface Update {
        /** @param arrays a parameter, its gradient and its moments; more may be added */
        void run(NDList arrays, double learningRate, double weightDecay);
    }

    /**
     * Begins a step, which {@link #steps} counts already.
     *
     * @param scope of the step's own arrays
     */
    abstract Update begin(NDManager scope);

    @Override
    public final void step(GradientStore gradients, double learningRate) {
        steps++;
        try (NDManager scope = manager.newSubManager()) {
            Update update = begin(scope);
            for (ParameterGroup group : groups) {
                group.parameters().forEach((name, parameter) -> {
                    NDArray gradient = gradients.gradient(parameter);
                    if (gradient != null) {
                        NDList arrays = new NDList(parameter.getArray(), gradient);
                        for (String moment : moments) {
                            arrays.add(Objects.requireNonNull(state.get(moment + "." + name)));
                        }
                        update.run(arrays, learningRate * group.lrFactor(), group.weightDecay());
                        gradient.close();
                    }
                });
            }
        }
    }

    @Override
    public final long steps() {
        return steps;
    }

    @Override
    public final Map<String, NDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    @Override
    public final void restoreSteps(long seen) {
        steps = seen;
    }

    @Override
    public final List<ParameterGroup> groups() {
        return groups;
    }

    @Override
    public final void close() {
        manager.close();
    }
}
