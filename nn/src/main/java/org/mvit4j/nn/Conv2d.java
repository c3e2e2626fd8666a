package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.jspecify.annotations.Nullable;

/**
 * Convolution, then normalisation and max(x, 0) where asked for: detectron2's {@code Conv2d} wrapper.
 *
 * <p>Parameters: {@code weight} [out, in, k, k]; {@code bias} [out] unless a norm follows, which is then the child
 * {@code norm}. Input and output are [N, C, H, W]; memory in N, H, W, C order stays so.
 */
public final class Conv2d extends NamedBlock {

    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final @Nullable Norm norm;
    private final boolean relu;
    private final int stride;
    private final int padding;

    private Conv2d(Builder b) {
        weight = parameter("weight", Parameter.Type.WEIGHT, new Shape(b.out, b.in, b.kernel, b.kernel), b.init);
        bias = b.norm == Norm.Kind.NONE ? parameter("bias", Parameter.Type.BIAS, new Shape(b.out), b.biasInit) : null;
        norm = switch (b.norm) {
            case NONE -> null;
            case LN -> child("norm", new ChannelNorm(b.out));
            case BN -> child("norm", new BatchNorm(b.out));
        };
        relu = b.relu;
        stride = b.stride;
        padding = b.padding;
    }

    /** Starts a convolution of stride 1 that keeps the size, with bias, without norm or activation. */
    public static Builder builder(long in, long out, int kernel) {
        return new Builder(in, out, kernel);
    }

    /** Maps [N, in, H, W] to [N, out, H', W'] with H' = (H + 2 padding - kernel) / stride + 1. */
    public NDArray forward(Pass pass, NDArray x) {
        NDArray y;
        try (NDManager scope = Torch.newManager()) {
            NDArray b = bias == null ? scope.create(new Shape(0), DataType.FLOAT32) : pass.value(bias);
            NDList arguments = new NDList(x, pass.value(weight), b);
            y = Layers.script().call("conv2d", pass.training(), arguments, stride, padding, 1);
        }
        if (norm != null) {
            y = replace(y, norm.forward(pass, y));
        }
        if (relu) {
            y = replace(y, Layers.script().call(pass.training() ? "relu" : "relu_", pass.training(), new NDList(y)));
        }
        return y;
    }

    /** Returns the weight [out, in, k, k] for use in a fused function. */
    public NDArray weight(Pass pass) {
        return pass.value(weight);
    }

    /** Returns the bias [out] for use in a fused function. */
    public NDArray bias(Pass pass) {
        if (bias == null) {
            throw new IllegalStateException("a convolution with a norm has no bias");
        }
        return pass.value(bias);
    }

    /** Hands on the new value and gives up our handle on the old one; in training the graph keeps what it needs. */
    private static NDArray replace(NDArray old, NDArray value) {
        old.close();
        return value;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        long kernel = weight.getShape().get(2);
        long h = (x.get(2) + 2L * padding - kernel) / stride + 1;
        long w = (x.get(3) + 2L * padding - kernel) / stride + 1;
        return new Shape[] {new Shape(x.get(0), weight.getShape().get(0), h, w)};
    }

    /** Collects the options of a convolution. */
    public static final class Builder {
        private final long in;
        private final long out;
        private final int kernel;
        private int stride = 1;
        private int padding;
        private boolean relu;
        private Norm.Kind norm = Norm.Kind.NONE;
        private Initializer init;
        private Initializer biasInit = Init.ZEROS;

        private Builder(long in, long out, int kernel) {
            this.in = in;
            this.out = out;
            this.kernel = kernel;
            padding = kernel / 2;
            init = Init.uniformFanIn(in * kernel * kernel);
        }

        public Builder optStride(int value) {
            stride = value;
            return this;
        }

        public Builder optPadding(int value) {
            padding = value;
            return this;
        }

        public Builder optNorm(Norm.Kind value) {
            norm = value;
            return this;
        }

        public Builder optRelu(boolean value) {
            relu = value;
            return this;
        }

        public Builder optInit(Initializer value) {
            init = value;
            return this;
        }

        public Builder optBiasInit(Initializer value) {
            biasInit = value;
            return this;
        }

        public Conv2d build() {
            return new Conv2d(this);
        }
    }
}
