package org.mvit4j.train.optim;

import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters that share their settings.
 *
 * @param lrFactor multiplies the learning rate
 * @param weightDecay decoupled decay for AdamW, L2 term for SGD
 * @param parameters by reference name, in model order
 */
public record ParameterGroup(double lrFactor, double weightDecay, Map<String, Parameter> parameters) {

    public ParameterGroup {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Number of values. */
    public long values() {
        return parameters.values().stream()
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }
}
