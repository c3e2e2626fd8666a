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

/**
 * Gradient descent with momentum and L2 weight decay, as {@code torch.optim.SGD} computes it. State: {@code
 * momentum.NAME} in the shape of each parameter.
 */
public final class Sgd implements Optimizer {

    private final List<ParameterGroup> groups;
    private final double momentum;
    private final boolean nesterov;
    private final NDManager manager;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private long steps;

    /**
     * @param parent owns the state
     * @param momentum share of the last update that is kept, 0.9 as a rule
     */
    public Sgd(NDManager parent, List<ParameterGroup> groups, double momentum, boolean nesterov) {
        this.groups = List.copyOf(groups);
        this.momentum = momentum;
        this.nesterov = nesterov;
        manager = parent.newSubManager();
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> {
                NDArray array = parameter.getArray();
                state.put("momentum." + name, manager.zeros(array.getShape(), array.getDataType(), array.getDevice()));
            });
        }
    }

    @Override
    public void step(GradientStore gradients, double learningRate) {
        steps++;
        try (NDManager scope = manager.newSubManager()) {
            for (ParameterGroup group : groups) {
                group.parameters().forEach((name, parameter) -> {
                    NDArray gradient = gradients.gradient(parameter);
                    if (gradient != null) {
                        FusedUpdate.run(
                                scope,
                                "sgd_",
                                new NDList(
                                        parameter.getArray(),
                                        gradient,
                                        Objects.requireNonNull(state.get("momentum." + name))),
                                learningRate * group.lrFactor(),
                                momentum,
                                group.weightDecay(),
                                nesterov ? 1 : 0);
                        gradient.close();
                    }
                });
            }
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, NDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    @Override
    public void restoreSteps(long seen) {
        steps = seen;
    }

    @Override
    public List<ParameterGroup> groups() {
        return groups;
    }

    @Override
    public void close() {
        manager.close();
    }
}
