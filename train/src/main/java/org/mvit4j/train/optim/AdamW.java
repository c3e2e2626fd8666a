package org.mvit4j.train.optim;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), as {@code torch.optim.AdamW} computes it. State:
 * {@code exp_avg.NAME} and {@code exp_avg_sq.NAME} in the shape of each parameter.
 */
public final class AdamW extends MomentOptimizer {

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

    private final Settings settings;
    private final Device device;

    /** @param parent owns the state */
    public AdamW(NDManager parent, List<ParameterGroup> groups, Settings settings) {
        super(parent, groups, "exp_avg", "exp_avg_sq");
        this.settings = settings;
        device = groups.isEmpty()
                ? Device.cpu()
                : groups.get(0)
                        .parameters()
                        .values()
                        .iterator()
                        .next()
                        .getArray()
                        .getDevice();
    }

    @Override
    Update begin(NDManager scope) {
        NDArray step = scope.create((float) steps()).toDevice(device, false);
        return (lists, learningRate, weightDecay) -> {
            NDList steps = new NDList(Collections.nCopies(lists.get(0).size(), step));
            FusedUpdate.run(
                    scope,
                    "adamw_",
                    Stream.concat(lists.stream(), Stream.of(steps)).toList(),
                    learningRate,
                    settings.beta1(),
                    settings.beta2(),
                    weightDecay,
                    settings.epsilon());
        };
    }
}
