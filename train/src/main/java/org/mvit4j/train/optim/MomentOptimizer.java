package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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

    /** Updates a group's parameters in place. */
    interface Update {
        /** @param lists the parameters, their gradients and their moments, in one order */
        void run(List<NDList> lists, double learningRate, double weightDecay);
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
                List<NDList> lists =
                        Stream.generate(NDList::new).limit(2L + moments.size()).toList();
                group.parameters().forEach((name, parameter) -> {
                    NDArray gradient = gradients.gradient(parameter);
                    if (gradient != null) {
                        gradient.attach(scope);
                        lists.get(0).add(parameter.getArray());
                        lists.get(1).add(gradient);
                        for (int i = 0; i < moments.size(); i++) {
                            lists.get(2 + i).add(Objects.requireNonNull(state.get(moments.get(i) + "." + name)));
                        }
                    }
                });
                update.run(lists, learningRate * group.lrFactor(), group.weightDecay());
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
