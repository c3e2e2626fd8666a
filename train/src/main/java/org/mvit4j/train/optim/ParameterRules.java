package org.mvit4j.train.optim;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.BatchNorm;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.NamedBlock;

/**
 * How parameters are divided into groups: detectron2's {@code get_default_optimizer_params}.
 *
 * <p>Norm layers are those that are norm layers to PyTorch: batch norm and layer norm over tokens. The channels-first
 * layer norm of pyramids and heads is an ordinary layer there and decays. Biases decay too.
 *
 * @param weightDecay of every parameter not excepted below
 * @param weightDecayNorm of the parameters of norm layers, or null for {@code weightDecay}
 * @param noWeightDecay last components of the names of parameters that do not decay, such as {@code rel_pos_h}
 * @param lrFactor of a parameter by its full name
 */
public record ParameterRules(
        double weightDecay,
        @Nullable Double weightDecayNorm,
        List<String> noWeightDecay,
        ToDoubleFunction<String> lrFactor) {

    public ParameterRules {
        noWeightDecay = List.copyOf(noWeightDecay);
    }

    /** One learning rate for all. */
    public static ParameterRules uniform(
            double weightDecay, @Nullable Double weightDecayNorm, List<String> noWeightDecay) {
        return new ParameterRules(weightDecay, weightDecayNorm, noWeightDecay, name -> 1);
    }

    private record Key(double lrFactor, double weightDecay) {}

    /** The groups in the order in which the model first needs them; buffers and frozen parameters are in none. */
    public List<ParameterGroup> group(NamedBlock model) {
        Map<String, NamedBlock> blocks = model.namedBlocks();
        Map<Key, Map<String, Parameter>> groups = new LinkedHashMap<>();
        model.namedParameters().forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                int dot = name.lastIndexOf('.');
                NamedBlock owner = blocks.get(dot < 0 ? "" : name.substring(0, dot));
                Key key = new Key(lrFactor.applyAsDouble(name), decay(name.substring(dot + 1), owner));
                groups.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(name, parameter);
            }
        });
        List<ParameterGroup> list = new ArrayList<>();
        groups.forEach(
                (key, parameters) -> list.add(new ParameterGroup(key.lrFactor(), key.weightDecay(), parameters)));
        return list;
    }

    private double decay(String component, @Nullable NamedBlock owner) {
        if (noWeightDecay.contains(component)) {
            return 0;
        }
        boolean norm = owner instanceof LayerNorm || owner instanceof BatchNorm;
        return norm && weightDecayNorm != null ? weightDecayNorm : weightDecay;
    }
}
