package org.mvit4j.train.optim;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Gradient descent with momentum and L2 weight decay, as {@code torch.optim.SGD} computes it. State: {@code
 * momentum.NAME} in the shape of each parameter.
 */
public final class Sgd extends MomentOptimizer {

    private final double momentum;
    private final boolean nesterov;

    /**
     * @param parent owns the state
     * @param momentum share of the last update that is kept, 0.9 as a rule
     */
    public Sgd(NDManager parent, List<ParameterGroup> groups, double momentum, boolean nesterov) {
        super(parent, groups, "momentum");
        this.momentum = momentum;
        this.nesterov = nesterov;
    }

    @Override
    Update begin(NDManager scope) {
        return (lists, learningRate, weightDecay) ->
                FusedUpdate.run(scope, "sgd_", lists, learningRate, momentum, weightDecay, nesterov ? 1 : 0);
    }
}
