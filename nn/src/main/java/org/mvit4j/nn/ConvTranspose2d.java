package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/**
 * Transposed convolution whose kernel equals its stride: [N, in, H, W] to [N, out, kH, kW]. Parameters:
 * {@code weight} [in, out, k, k], {@code bias} [out].
 */
public final class ConvTranspose2d extends NamedBlock {

    private final Parameter weight;
    private final Parameter bias;

    public ConvTranspose2d(long in, long out, int kernel, Initializer init, Initializer biasInit) {
        weight = parameter("weight", Parameter.Type.WEIGHT, new Shape(in, out, kernel, kernel), init);
        bias = parameter("bias", Parameter.Type.BIAS, new Shape(out), biasInit);
    }

    /** Maps [N, in, H, W] to [N, out, kH, kW]. */
    public NDArray forward(Pass pass, NDArray x) {
        NDList arguments = new NDList(x, pass.value(weight), pass.value(bias));
        return Layers.script()
                .call(
                        "conv_transpose2d",
                        pass.training(),
                        arguments,
                        weight.getShape().get(2));
    }

    /** Returns the weight [in, out, k, k] for use in a fused function. */
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
        long k = weight.getShape().get(2);
        return new Shape[] {new Shape(x.get(0), weight.getShape().get(1), x.get(2) * k, x.get(3) * k)};
    }
}
