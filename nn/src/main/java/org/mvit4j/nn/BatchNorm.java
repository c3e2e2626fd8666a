package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * Batch normalisation of [N, C, H, W] with epsilon 1e-5: by the running statistics, or in training by those of the
 * batch, which the running ones then follow with momentum 0.1. Parameters: {@code weight}, {@code bias},
 * {@code running_mean}, {@code running_var}, all [C].
 *
 * <p>As in detectron2's synchronised batch normalisation, with which the published heads were trained, the running
 * variance is the biased one, and an empty batch changes nothing.
 */
public final class BatchNorm extends NamedBlock implements Norm {

    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;

    public BatchNorm(long channels) {
        Shape shape = new Shape(channels);
        weight = parameter("weight", Parameter.Type.GAMMA, shape, Init.ONES);
        bias = parameter("bias", Parameter.Type.BETA, shape, Init.ZEROS);
        runningMean = buffer("running_mean", Parameter.Type.RUNNING_MEAN, shape, Init.ZEROS);
        counter("num_batches_tracked");
        runningVar = buffer("running_var", Parameter.Type.RUNNING_VAR, shape, Init.ONES);
    }

    @Override
    public NDArray forward(Pass pass, NDArray x) {
        NDList arguments =
                new NDList(x, pass.value(weight), pass.value(bias), pass.value(runningMean), pass.value(runningVar));
        boolean batch = pass.training() && x.getShape().get(0) > 0;
        return Layers.script().call(batch ? "batch_norm_train" : "batch_norm", pass.training(), arguments);
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
