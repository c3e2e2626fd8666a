package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * The channels-first layer normalisation of detectron2 ({@code "LN"}): over C at every (n, h, w) of [N, C, H, W],
 * biased variance, epsilon 1e-6. Parameters: {@code weight} [C], {@code bias} [C].
 */
public final class ChannelNorm extends NamedBlock implements Norm {

    private final Parameter weight;
    private final Parameter bias;

    public ChannelNorm(long channels) {
        weight = parameter("weight", Parameter.Type.GAMMA, new Shape(channels), Init.ONES);
        bias = parameter("bias", Parameter.Type.BETA, new Shape(channels), Init.ZEROS);
    }

    @Override
    public NDArray forward(Pass pass, NDArray x) {
        NDList arguments = new NDList(x, pass.value(weight), pass.value(bias));
        return Layers.script().call("channel_norm", pass.training(), arguments);
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
