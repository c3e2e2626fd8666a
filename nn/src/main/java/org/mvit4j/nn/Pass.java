package org.mvit4j.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one forward pass runs.
 *
 * @param store where parameter values come from
 * @param device the device of the activations
 * @param training whether gradients are recorded and dropout, drop path and batch statistics are active
 * @param recompute runs segments whose activations are not kept; null to keep all
 * @param random decides what training leaves out, such as the paths of drop path; null for the block's own
 */
public record Pass(
        ParameterStore store,
        Device device,
        boolean training,
        @Nullable Recompute recompute,
        @Nullable RandomGenerator random) {

    /** A pass that keeps its activations. */
    public Pass(ParameterStore store, Device device, boolean training) {
        this(store, device, training, null, null);
    }

    /** A pass without gradients over parameters that live on the manager's device. */
    public static Pass inference(NDManager manager) {
        return new Pass(new ParameterStore(manager, false), manager.getDevice(), false);
    }

    /** A pass that records gradients, over parameters that live on the manager's device. */
    public static Pass training(NDManager manager) {
        return new Pass(new ParameterStore(manager, false), manager.getDevice(), true);
    }

    /**
     * Runs a part of a network whose activations are recomputed when this pass recomputes.
     *
     * @param function as for {@link Recompute#segment(List, UnaryOperator)}
     */
    public List<NDArray> segment(List<NDArray> inputs, UnaryOperator<List<NDArray>> function) {
        return recompute == null ? function.apply(inputs) : recompute.segment(inputs, function);
    }

    /** As above, for a part with one input and one output. */
    public NDArray segment(NDArray input, UnaryOperator<NDArray> function) {
        return recompute == null ? function.apply(input) : recompute.segment(input, function);
    }

    /** Returns the parameter's value on this pass's device; it belongs to the store, never to the caller. */
    public NDArray value(Parameter parameter) {
        return store.getValue(parameter, device, training);
    }
}
