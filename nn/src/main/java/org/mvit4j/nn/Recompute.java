package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Activation checkpointing: segments of a network run without recording, so that only their inputs stay in memory, and
 * run again with recording when their gradient is needed (Chen et al., 2016). Where an operator has another kernel for
 * recording, the two runs differ by rounding.
 *
 * <p>One object serves one backward pass of one thread:
 *
 * <pre>{@code
 * NDArray y = recompute.segment(x, in -> block.forward(pass, in));
 * …
 * recompute.backward(loss);
 * }</pre>
 */
public final class Recompute implements AutoCloseable {

    private record Segment(NDArray input, UnaryOperator<NDArray> function, NDArray output) {}

    private record Root(NDArray recorded, NDArray leaf) {}

    private final NDManager manager;
    private final Deque<Object> tape = new ArrayDeque<>();
    private @Nullable NDArray last;

    /** @param parent owns a manager that lives until {@link #close} */
    public Recompute(NDManager parent) {
        manager = parent.newSubManager();
    }

    /**
     * Runs a segment.
     *
     * @param input of this recompute's previous segment, or any recorded array; must stay open until the backward pass
     * @param function pure: run twice, with the same result; must leave its argument open
     * @return the output; it belongs to this object and must not be closed by the caller
     */
    public NDArray segment(NDArray input, UnaryOperator<NDArray> function) {
        NDArray leaf = input;
        if (input != last) {
            leaf = Autograd.leaf(input, manager);
            tape.push(new Root(input, leaf));
        }
        NDArray output;
        try (InferenceMode ignored = InferenceMode.enter();
                NDArray value = function.apply(leaf)) {
            output = Autograd.leaf(value, manager);
        }
        tape.push(new Segment(leaf, function, output));
        last = output;
        return output;
    }

    /** Adds the gradient of a scalar to all leaves, through the segments in reverse. */
    public void backward(NDArray scalar) {
        Autograd.backward(scalar);
        while (!tape.isEmpty()) {
            Object step = tape.pop();
            if (step instanceof Segment segment) {
                rerun(segment);
            } else if (step instanceof Root root) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray upstream = Autograd.gradient(root.leaf(), scope);
                    if (upstream != null) {
                        Autograd.backward(root.recorded(), upstream);
                    }
                }
                root.leaf().close();
            }
        }
    }

    private void rerun(Segment segment) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray upstream = Autograd.gradient(segment.output(), scope);
            if (upstream != null) {
                try (NDArray output = segment.function().apply(segment.input())) {
                    Autograd.backward(output, upstream);
                }
            }
        }
        segment.output().close();
    }

    @Override
    public void close() {
        tape.clear();
        manager.close();
    }
}
