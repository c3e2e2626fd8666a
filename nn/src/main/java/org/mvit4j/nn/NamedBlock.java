package org.mvit4j.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block that knows its parameters by the dotted names of the reference checkpoints
 * ({@code blocks.3.attn.qkv.weight}).
 *
 * <p>DJL's own names ({@code 01Conv2d_weight}) number the children and cannot be matched with published files, so this
 * class keeps a second, explicit tree: every child and parameter is registered under the last component of its
 * reference name. A child registered under the empty name adds no component. All sizes are known at construction;
 * {@link #initialize} therefore accepts any input shapes.
 */
public abstract class NamedBlock extends AbstractBlock {

    private static final byte VERSION = 1;

    private final Map<String, NamedBlock> childrenByName = new LinkedHashMap<>();
    private final Map<String, Parameter> parametersByName = new LinkedHashMap<>();
    private final List<String> counters = new ArrayList<>();

    protected NamedBlock() {
        super(VERSION);
    }

    /**
     * Registers a child block.
     *
     * @param name its reference name below this block, possibly with dots, or empty to add no component
     * @return the child
     */
    protected final <B extends NamedBlock> B child(String name, B block) {
        if (childrenByName.putIfAbsent(name, block) != null) {
            throw new IllegalStateException(
                    "two children are named '" + name + "' in " + getClass().getSimpleName());
        }
        return addChildBlock(name.replace('.', '_'), block);
    }

    /**
     * Registers a parameter that takes part in training.
     *
     * @param name the last component of its reference name
     */
    protected final Parameter parameter(String name, Parameter.Type type, Shape shape, Initializer initializer) {
        return register(name, type, shape, initializer, true);
    }

    /** Registers a persistent value without gradient, such as the running statistics of a batch normalisation. */
    protected final Parameter buffer(String name, Parameter.Type type, Shape shape, Initializer initializer) {
        return register(name, type, shape, initializer, false);
    }

    private Parameter register(String name, Parameter.Type type, Shape shape, Initializer initializer, boolean grad) {
        Parameter parameter = Parameter.builder()
                .setName(name.replace('.', '_'))
                .setType(type)
                .optShape(shape)
                .optInitializer(initializer)
                .optRequiresGrad(grad)
                .build();
        if (parametersByName.putIfAbsent(name, parameter) != null) {
            throw new IllegalStateException(
                    "two parameters are named '" + name + "' in " + getClass().getSimpleName());
        }
        return addParameter(parameter);
    }

    /**
     * Registers the name of an int64 scalar that the reference's files hold and that has no effect on the model, such
     * as {@code num_batches_tracked}; it is written as 0 and ignored when read.
     */
    protected final void counter(String name) {
        counters.add(name);
    }

    /** Returns the dotted names registered by {@link #counter} below this block. */
    public final List<String> namedCounters() {
        List<String> all = new ArrayList<>();
        namedBlocks()
                .forEach((path, block) ->
                        block.counters.forEach(name -> all.add(path.isEmpty() ? name : path + "." + name)));
        return all;
    }

    /** Returns every parameter and buffer below this block under its dotted reference name, in registration order. */
    public final Map<String, Parameter> namedParameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        collect("", all);
        return Collections.unmodifiableMap(all);
    }

    /** Returns the shape of each of {@link #namedParameters()}. */
    public final Map<String, long[]> namedShapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        namedParameters()
                .forEach((name, parameter) ->
                        shapes.put(name, parameter.getShape().getShape()));
        return shapes;
    }

    private void collect(String prefix, Map<String, Parameter> into) {
        parametersByName.forEach((name, parameter) -> into.put(prefix + name, parameter));
        childrenByName.forEach((name, block) -> block.collect(name.isEmpty() ? prefix : prefix + name + ".", into));
    }

    /** Returns every block below this one, itself included, under its dotted name (empty for itself). */
    public final Map<String, NamedBlock> namedBlocks() {
        Map<String, NamedBlock> all = new LinkedHashMap<>();
        collectBlocks("", all);
        return Collections.unmodifiableMap(all);
    }

    private void collectBlocks(String path, Map<String, NamedBlock> into) {
        into.putIfAbsent(path, this);
        childrenByName.forEach((name, block) ->
                block.collectBlocks(path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name, into));
    }

    /** Initialises every parameter that has no value yet; blocks know their sizes, so no input shape is needed. */
    public final void initialize(NDManager manager) {
        initialize(manager, DataType.FLOAT32, new Shape(1));
    }

    /** Runs this block: what the arrays are is said by each class. */
    protected abstract NDList forward(Pass pass, NDList inputs);

    @Override
    protected final NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        return forward(new Pass(parameterStore, inputs.head().getDevice(), training), inputs);
    }

    @Override
    protected final void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        childrenByName.values().forEach(block -> block.initialize(manager, dataType, inputShapes));
    }
}
