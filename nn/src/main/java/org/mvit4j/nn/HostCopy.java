package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays from Java values whose memory belongs to the engine.
 *
 * <p>On a CPU, {@link NDManager#create} shares a Java buffer that may be freed once the array is closed. An operation
 * that keeps an operand for the backward pass would then read freed memory, so that whatever enters a function with
 * gradients, and is not left open until they have been computed, must be made here.
 */
public final class HostCopy {

    private HostCopy() {}

    /** Returns the values in the given shape. */
    public static NDArray of(NDManager manager, float[] values, Shape shape) {
        return own(manager, manager.create(values, shape));
    }

    /** Returns the values as a vector of int32. */
    public static NDArray of(NDManager manager, int[] values) {
        return own(manager, manager.create(values));
    }

    /** Returns the values as a vector of int64. */
    public static NDArray of(NDManager manager, long[] values) {
        return own(manager, manager.create(values));
    }

    private static NDArray own(NDManager manager, NDArray shared) {
        try (shared) {
            NDArray owned = shared.duplicate();
            owned.attach(manager);
            return owned;
        }
    }
}
