package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.FloatBuffer;
import java.util.function.BiFunction;

/** Moves values into the parameters of a block. */
public final class Weights {

    private Weights() {}

    /**
     * Gives every parameter and buffer below the block a value by its dotted name and shape.
     *
     * @param manager owns the arrays of parameters that had none
     */
    public static void fill(NamedBlock block, NDManager manager, BiFunction<String, Shape, float[]> values) {
        block.namedParameters()
                .forEach((name, parameter) ->
                        set(parameter, manager, FloatBuffer.wrap(values.apply(name, parameter.getShape()))));
    }

    /** Gives every parameter below the block its {@link RecipeWeights}, under the prefix. */
    public static void fillByRecipe(NamedBlock block, NDManager manager, String prefix) {
        fill(block, manager, (name, shape) -> RecipeWeights.parameter(prefix + name, shape.getShape()));
    }

    /** Sets one parameter, keeping its array where it has one, so that optimizer state and gradients stay attached. */
    public static void set(Parameter parameter, NDManager manager, FloatBuffer values) {
        if (parameter.isInitialized()) {
            parameter.getArray().set(values);
            return;
        }
        NDArray array = manager.create(values, parameter.getShape());
        array.setRequiresGradient(parameter.requiresGradient());
        parameter.setShape(null);
        parameter.setArray(array);
    }
}
