package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Activation checkpointing: segments of a network run without recording, so that only their inputs stay in memory, and
 * run again with recording when their gradients are needed (Chen et al., 2016). Where an operator has another kernel for
 * recording, the two runs differ by rounding.
 *
 * <p>One object serves one backward pass of one thread:
 *
 * <pre>{@code
 * NDArray y = recompute.segment(x, in -> block.forward(pass, in));
 * …
 * recompute.backward(loss);
 * }</pre>
 *
 * <p>What lies between segments is recorded as usual. Arrays that go into segments from there may share parts of their
 * graphs with each other only when they go into the same segment.
 */
public final class Recompute implements AutoCloseable {

    /**
     * One step of the backward pass: gradients have gathered in {@code collected}; they go through the function, run
     * again on {@code inputs}, or, without one, into the graphs of {@code inputs}. The views die with the step.
     */
    private record Step(
            List<NDArray> inputs,
            @Nullable UnaryOperator<List<NDArray>> function,
            List<NDArray> collected,
            List<NDArray> views) {}

    private final NDManager manager;
    private final Deque<Step> tape = new ArrayDeque<>();
    /** Leaves by the views of them that were handed out. */
    private final Map<NDArray, NDArray> leaves = new IdentityHashMap<>();

    /** @param parent owns a manager that lives until {@link #close} */
    public Recompute(NDManager parent) {
        manager = parent.newSubManager();
    }

    /**
     * Runs a segment.
     *
     * @param inputs outputs of other segments, or any recorded arrays; they may be closed afterwards
     * @param function run twice, with the same result; must leave its arguments open and must not return them
     * @return the outputs; they may be closed when they have been used, and live until the backward pass otherwise
     */
    public List<NDArray> segment(List<NDArray> inputs, UnaryOperator<List<NDArray>> function) {
        List<NDArray> sources = leaves(inputs);
        List<NDArray> outputs = new ArrayList<>();
        try (InferenceMode ignored = InferenceMode.enter()) {
            for (NDArray value : function.apply(sources)) {
                outputs.add(Autograd.leaf(value, manager));
                value.close();
            }
        }
        List<NDArray> views = outputs.stream().map(this::handOut).toList();
        tape.push(new Step(sources, function, outputs, views));
        return views;
    }

    /** Runs a segment of one input and one output. */
    public NDArray segment(NDArray input, UnaryOperator<NDArray> function) {
        return segment(List.of(input), inputs -> List.of(function.apply(inputs.get(0))))
                .get(0);
    }

    private List<NDArray> leaves(List<NDArray> inputs) {
        List<NDArray> recorded = new ArrayList<>();
        List<NDArray> cut = new ArrayList<>();
        List<NDArray> sources = new ArrayList<>();
        for (NDArray input : inputs) {
            NDArray leaf = leaves.get(input);
            if (leaf == null) {
                leaf = Autograd.leaf(input, manager);
                recorded.add(view(input));
                cut.add(leaf);
            }
            sources.add(leaf);
        }
        if (!cut.isEmpty()) {
            tape.push(new Step(recorded, null, cut, recorded));
        }
        return sources;
    }

    private NDArray handOut(NDArray leaf) {
        NDArray view = view(leaf);
        leaves.put(view, leaf);
        return view;
    }

    private NDArray view(NDArray array) {
        NDArray view = array.reshape(array.getShape());
        view.attach(manager);
        return view;
    }

    /** Adds the gradient of a scalar to all leaves, through the segments in reverse. */
    public void backward(NDArray scalar) {
        Autograd.backward(scalar);
        while (!tape.isEmpty()) {
            backward(tape.pop());
        }
    }

    private void backward(Step step) {
        try (NDManager scope = manager.newSubManager()) {
            List<@Nullable NDArray> upstream = new ArrayList<>();
            for (NDArray each : step.collected()) {
                upstream.add(Autograd.gradient(each, scope));
            }
            if (upstream.stream().anyMatch(Objects::nonNull)) {
                List<NDArray> targets = step.inputs();
                if (step.function() != null) {
                    targets = step.function().apply(targets);
                    targets.forEach(each -> each.attach(scope));
                }
                backward(targets, upstream);
            }
        }
        step.collected().forEach(NDArray::close);
        step.views().forEach(NDArray::close);
    }

    private static void backward(List<NDArray> all, List<@Nullable NDArray> upstream) {
        List<NDArray> targets = new ArrayList<>();
        List<NDArray> gradients = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            NDArray gradient = upstream.get(i);
            if (gradient != null) {
                targets.add(all.get(i));
                gradients.add(gradient);
            }
        }
        Autograd.backward(targets, gradients);
    }

    @Override
    public void close() {
        tape.clear();
        leaves.clear();
        manager.close();
    }
}
