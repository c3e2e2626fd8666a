package org.mvit4j.maskrcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.mvit4j.nn.NamedBlock;

/** Gives blocks the weights of golden files. */
public final class GoldenWeights {
    private GoldenWeights() {}

    /** Initialises the block and sets every parameter; names and shapes must be exactly those of the file. */
    public static void load(NDManager manager, NamedBlock block, Golden weights) {
        load(manager, block, weights.names().collect(Collectors.toMap(name -> name, weights::get)));
    }

    public static void load(NDManager manager, NamedBlock block, Map<String, Golden> weights) {
        assertThat(block.namedParameters().keySet()).containsExactlyInAnyOrderElementsOf(weights.keySet());
        block.initialize(manager);
        block.namedParameters().forEach((name, parameter) -> {
            Golden value = Objects.requireNonNull(weights.get(name), name);
            assertThat(parameter.getShape()).as(name).isEqualTo(value.shape());
            parameter.getArray().set(value.floats());
        });
    }
}
