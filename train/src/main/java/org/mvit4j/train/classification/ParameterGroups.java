package org.mvit4j.train.classification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.train.optim.ParameterGroup;

/**
 * The parameters of a classifier with and without weight decay. The families differ: MViT spares biases and norms, and
 * position tables where its configuration says so; TimeSformer decays everything; ViViT nothing.
 */
final class ParameterGroups {

    private ParameterGroups() {}

    /** One group per decay, in the order in which the model first needs them; frozen parameters are in none. */
    static List<ParameterGroup> of(NamedBlock model, SolverConfig.OptimizerConfig optimizer) {
        Map<Double, Map<String, ai.djl.nn.Parameter>> groups = new LinkedHashMap<>();
        model.namedParameters().forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                boolean vector = parameter.getShape().dimension() == 1 || name.endsWith(".bias");
                String component = name.substring(name.lastIndexOf('.') + 1);
                boolean spared = vector && !optimizer.decayVectors()
                        || optimizer.noWeightDecay().contains(component);
                groups.computeIfAbsent(spared ? 0.0 : optimizer.weightDecay(), decay -> new LinkedHashMap<>())
                        .put(name, parameter);
            }
        });
        List<ParameterGroup> list = new ArrayList<>();
        groups.forEach((decay, parameters) -> list.add(new ParameterGroup(1, decay, parameters)));
        return list;
    }
}
