package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Layer normalisation over the last axis, biased variance, epsilon 1e-6. Parameters: {@code weight}, {@code bias}. */
public final class LayerNorm extends NamedBlock {

    /** The epsilon of the whole model family. */
    public static final double EPSILON = 1e-6;

    private final Parameter weight;
    private final Parameter bias;

    public LayerNorm(long width) {
        weight = parameter("weight", Parameter.Type.GAMMA, new Shape(width), Init.ONES);
        bias = parameter("bias", Parameter.Type.BETA, new Shape(width), Init.ZEROS);
    }

    /** Normalises [..., width]. */
    public NDArray forward(Pass pass, NDArray x) {
        return x.getNDArrayInternal()
                .layerNorm(x, weight.getShape(), weight(pass), bias(pass), (float) EPSILON)
                .singletonOrThrow();
    }

    /** Returns the scale [width] for use in a fused function. */
    public NDArray weight(Pass pass) {
        return pass.value(weight);
    }

    /** Returns the offset [width] for use in a fused function. */
    public NDArray bias(Pass pass) {
        return pass.value(bias);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
