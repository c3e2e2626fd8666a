package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's automatic differentiation without its process-wide collector, so that several threads can differentiate
 * at once, and with upstream gradients, which recomputation needs. Gradients add up in the leaves until those are closed.
 */
public final class Autograd {

    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(Autograd.class, "autograd.ts");
    }

    private Autograd() {}

    /** A scope in which the current thread records gradients; ends with the mode of before. */
    public static final class Recording implements AutoCloseable {
        private final boolean previous;

        private Recording(boolean previous) {
            this.previous = previous;
        }

        @Override
        public void close() {
            JniUtils.setGradMode(previous);
        }
    }

    /** Turns gradients on for the current thread until the scope is closed. */
    public static Recording record() {
        Torch.ready();
        boolean previous = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        return new Recording(previous);
    }

    /** Adds the gradient of a scalar to all leaves below it and frees the graph. */
    public static void backward(NDArray scalar) {
        try (NDArray one = scalar.onesLike()) {
            backward(scalar, one);
        }
    }

    /** Adds the product of {@code upstream}, of the target's shape, with the target's Jacobian to all leaves. */
    public static void backward(NDArray target, NDArray upstream) {
        JniUtils.backward((PtNDArray) target, (PtNDArray) upstream, false, false);
    }

    /**
     * As {@link #backward(NDArray, NDArray)} for several targets, whose graphs may have parts in common; those that no
     * leaf lies below are left out.
     *
     * @param targets at least one
     * @param upstream one for each, of its shape
     */
    public static void backward(List<NDArray> targets, List<NDArray> upstream) {
        // The engine tells lists apart by the names of their members; views keep the names off the callers' arrays.
        try (NDManager scope = Torch.newManager()) {
            NDList arguments = new NDList();
            targets.forEach(target -> arguments.add(named(target, "targets[]", scope)));
            upstream.forEach(gradient -> arguments.add(named(gradient, "upstream[]", scope)));
            Script.INSTANCE.call("backward", true, arguments).close();
        }
    }

    private static NDArray named(NDArray array, String name, NDManager owner) {
        NDArray view = array.reshape(array.getShape());
        view.attach(owner);
        view.setName(name);
        return view;
    }

    /**
     * An array that shares the memory of another, knows nothing of its history, and collects a gradient.
     *
     * @param manager owns the result
     */
    public static NDArray leaf(NDArray value, NDManager manager) {
        NDArray leaf = JniUtils.detachGradient((PtNDArray) value);
        leaf.attach(manager);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /**
     * The gradient that a leaf has collected, sharing the leaf's memory for it, or null where there is none.
     *
     * @param manager owns the result
     */
    public static @Nullable NDArray gradient(NDArray leaf, NDManager manager) {
        NDArray gradient = JniUtils.getGradient((PtNDArray) leaf);
        if (gradient != null) {
            gradient.attach(manager);
        }
        return gradient;
    }
}
