package org.mvit4j.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a model for one optimizer step: leaves that share the model's memory and collect this step's
 * gradients. Closing the store frees the gradients. Several stores over one model are replicas of it, each for its own
 * thread, without a copy of any weight.
 *
 * <p>Buffers and frozen parameters are handed out as they are. A store on another device holds copies.
 */
public final class GradientStore extends ParameterStore implements AutoCloseable {

    private final NDManager manager;
    private final Map<Parameter, NDArray> leaves = new IdentityHashMap<>();

    /** @param parent owns a manager that lives until {@link #close} */
    public GradientStore(NDManager parent) {
        super(parent, false);
        manager = parent.newSubManager();
    }

    /**
     * A training pass over this store.
     *
     * @param recompute for activation checkpointing, or null
     * @param random of drop path
     */
    public Pass pass(Device device, @Nullable Recompute recompute, RandomGenerator random) {
        return new Pass(this, device, true, recompute, random);
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        if (!parameter.requiresGradient()) {
            return parameter.getArray().getDevice().equals(device)
                    ? parameter.getArray()
                    : leaves.computeIfAbsent(
                            parameter, p -> attached(p.getArray().toDevice(device, true)));
        }
        return leaves.computeIfAbsent(parameter, p -> {
            NDArray array = p.getArray();
            if (array.getDevice().equals(device)) {
                return Autograd.leaf(array, manager);
            }
            try (NDArray copy = array.toDevice(device, true)) {
                return Autograd.leaf(copy, manager);
            }
        });
    }

    private NDArray attached(NDArray array) {
        array.attach(manager);
        return array;
    }

    /**
     * What the parameter has collected, or null if it took no part. The array belongs to this store and shares its
     * memory, so that writing to it changes what the optimizer sees.
     */
    public @Nullable NDArray gradient(Parameter parameter) {
        NDArray leaf = leaves.get(parameter);
        return leaf == null || !parameter.requiresGradient() ? null : Autograd.gradient(leaf, manager);
    }

    /** Frees leaves and gradients. */
    @Override
    public void close() {
        leaves.clear();
        manager.close();
    }
}
