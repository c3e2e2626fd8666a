package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** y = x Wᵀ + b over the last axis. Parameters: {@code weight} [out, in], {@code bias} [out]. */
public final class Linear extends NamedBlock {

    private final long in;
    private final long out;
    private final Parameter weight;
    private final Parameter bias;

    public Linear(long in, long out, Initializer init) {
        this(in, out, init, Init.ZEROS);
    }

    public Linear(long in, long out, Initializer init, Initializer biasInit) {
        this.in = in;
        this.out = out;
        weight = parameter("weight", Parameter.Type.WEIGHT, new Shape(out, in), init);
        bias = parameter("bias", Parameter.Type.BIAS, new Shape(out), biasInit);
    }

    /** Maps [..., in] to [..., out]. */
    public NDArray forward(Pass pass, NDArray x) {
        return Layers.script().call("linear", pass.training(), new NDList(x, weight(pass), bias(pass)));
    }

    /** As {@link #forward} followed by max(x, 0). */
    public NDArray forwardRelu(Pass pass, NDArray x) {
        return Layers.script().call("linear_relu", pass.training(), new NDList(x, weight(pass), bias(pass)));
    }

    /** Returns the weight [out, in] for use in a fused function. */
    public NDArray weight(Pass pass) {
        return pass.value(weight);
    }

    /** Returns the bias [out] for use in a fused function. */
    public NDArray bias(Pass pass) {
        return pass.value(bias);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        if (x.get(x.dimension() - 1) != in) {
            throw new IllegalArgumentException("Linear(" + in + ", " + out + ") cannot take " + x);
        }
        return new Shape[] {x.slice(0, x.dimension() - 1).add(out)};
    }
}
