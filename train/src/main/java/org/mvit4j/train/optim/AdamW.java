package org.mvit4j.train.optim;

import ai.djl.Device;
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
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), as {@code torch.optim.AdamW} computes it. State:
 * {@code exp_avg.NAME} and {@code exp_avg_sq.NAME} in the shape of each parameter.
 */
public final class AdamW implements Optimizer {

    /**
     * Settings shared by all groups.
     *
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the corrected second moment
     */
    public record Settings(double beta1, double beta2, double epsilon) {
        /** 0.9, 0.999, 1e-8. */
        public static final Settings STANDARD = new Settings(0.9, 0.999, 1e-8);
    }

    private final List<ParameterGroup> groups;
    private final Settings settings;
    private final NDManager manager;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final Device device;
    private long steps;

    /** @param parent owns the state */
    public AdamW(NDManager parent, List<ParameterGroup> groups, Settings settings) {
        this.groups = List.copyOf(groups);
        this.settings = settings;
        manager = parent.newSubManager();
        device = groups.isEmpty()
                ? Device.cpu()
                : groups.get(0)
                        .parameters()
                        .values()
                        .iterator()
                        .next()
                        .getArray()
                        .getDevice();
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> {
                NDArray array = parameter.getArray();
                state.put("exp_avg." + name, manager.zeros(array.getShape(), array.getDataType(), array.getDevice()));
                state.put(
                        "exp_avg_sq." + name, manager.zeros(array.getShape(), array.getDataType(), array.getDevice()));
            });
        }
    }

    @Override
    public void step(GradientStore gradients, double learningRate) {
        steps++;
        try (NDManager scope = manager.newSubManager();
                NDArray counted = scope.create((float) steps);
                NDArray step = counted.toDevice(device, false)) {
            for (ParameterGroup group : groups) {
                group.parameters().forEach((name, parameter) -> {
                    NDArray gradient = gradients.gradient(parameter);
                    if (gradient != null) {
                        NDList arrays = new NDList(
                                parameter.getArray(),
                                gradient,
                                Objects.requireNonNull(state.get("exp_avg." + name)),
                                Objects.requireNonNull(state.get("exp_avg_sq." + name)),
                                step);
                        FusedUpdate.run(
                                scope,
                                "adamw_",
                                arrays,
                                learningRate * group.lrFactor(),
                                settings.beta1(),
                                settings.beta2(),
                                group.weightDecay(),
                                settings.epsilon());
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
