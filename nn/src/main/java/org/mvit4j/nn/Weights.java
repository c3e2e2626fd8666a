package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.function.BiFunction;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.LoadReport;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StateDictPlan;
import org.mvit4j.nn.checkpoint.TensorType;

/** Moves values into and out of the parameters of a block, by their dotted reference names. */
public final class Weights {

    private Weights() {}

    /**
     * Loads a state dict. Names must be the block's: pass the file through its family's filter first. With strict
     * options the first difference is an exception that lists all of them, and no parameter has been touched.
     *
     * @param manager owns the arrays of parameters that had none; parameters that the file does not fill and that had
     *     no value are initialised
     * @return what was and was not loaded
     */
    public static LoadReport load(NamedBlock block, NDManager manager, StateDict file, LoadOptions options) {
        Map<String, Parameter> parameters = block.namedParameters();
        StateDictPlan plan = StateDictPlan.match(block.namedShapes(), file, options);
        Staging staging = new Staging();
        plan.matches().forEach((name, tensor) -> {
            Parameter parameter = java.util.Objects.requireNonNull(parameters.get(name));
            staging.set(parameter, manager, buffer -> tensor.readFloats(0, buffer));
        });
        block.initialize(manager);
        return plan.report();
    }

    /**
     * Gives every parameter and buffer below the block a value by its dotted name and shape.
     *
     * @param manager owns the arrays of parameters that had none
     */
    public static void fill(NamedBlock block, NDManager manager, BiFunction<String, Shape, float[]> values) {
        Staging staging = new Staging();
        block.namedParameters()
                .forEach((name, parameter) -> staging.set(
                        parameter, manager, buffer -> buffer.put(values.apply(name, parameter.getShape()))));
        block.initialize(manager);
    }

    /** Gives every parameter below the block its {@link RecipeWeights}, under the prefix. */
    public static void fillByRecipe(NamedBlock block, NDManager manager, String prefix) {
        fill(block, manager, (name, shape) -> RecipeWeights.parameter(prefix + name, shape.getShape()));
    }

    /** Sets one parameter, in place where it has an array, so that optimizer state and gradients stay attached. */
    public static void set(Parameter parameter, NDManager manager, FloatBuffer values) {
        new Staging().set(parameter, manager, buffer -> buffer.put(values.duplicate()));
    }

    /** Adds every parameter and buffer as float32, and the batch counters that the reference stores beside them. */
    public static SafetensorsWriter addTo(SafetensorsWriter writer, NamedBlock block) {
        block.namedParameters()
                .forEach((name, parameter) -> writer.addBuffer(
                        name, TensorType.F32, parameter.getShape().getShape(), () -> bytes(parameter.getArray())));
        for (String counter : block.namedCounters()) {
            writer.addBuffer(counter, TensorType.I64, new long[0], () -> ByteBuffer.allocate(Long.BYTES));
        }
        return writer;
    }

    private static ByteBuffer bytes(NDArray array) {
        return array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fills a FloatBuffer that has exactly the parameter's size. */
    private interface Source {
        void fill(FloatBuffer buffer);
    }

    /** One direct buffer for all parameters, so that a model's values never sit in Java memory as a whole. */
    private static final class Staging {
        private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

        void set(Parameter parameter, NDManager manager, Source source) {
            int size = Math.toIntExact(parameter.getShape().size());
            if (buffer.capacity() < 4 * size) {
                buffer = ByteBuffer.allocateDirect(Math.multiplyExact(4, size)).order(ByteOrder.nativeOrder());
            }
            buffer.clear().limit(4 * size);
            source.fill(buffer.asFloatBuffer());
            try (NDManager scope = manager.newSubManager();
                    InferenceMode ignored = InferenceMode.enter()) {
                NDArray staged = scope.create(buffer, parameter.getShape(), DataType.FLOAT32);
                if (parameter.isInitialized()) {
                    staged.copyTo(parameter.getArray());
                    return;
                }
                NDArray array = staged.duplicate();
                array.attach(manager);
                array.setRequiresGradient(parameter.requiresGradient());
                parameter.setShape(null);
                parameter.setArray(array);
            }
        }
    }
}
