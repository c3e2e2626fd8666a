package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.nn.Conv2d;
import org.mvit4j.nn.ConvTranspose2d;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.Pass;

/**
 * Predicts a mask for each region: 3×3 convolutions, a 2×2 deconvolution of stride 2 that doubles the size, each
 * followed by max(x, 0), and a 1×1 predictor with one channel per class. Parameters: {@code mask_fcn1} … (with
 * {@code norm}), {@code deconv}, {@code predictor}.
 */
public final class MaskHead extends NamedBlock {
    private final List<Conv2d> convs = new ArrayList<>();
    private final ConvTranspose2d deconv;
    private final Conv2d predictor;
    private final int channels;

    /**
     * A head.
     *
     * @param in channels of the pooled features
     * @param convDims output channels of the convolutions
     * @param deconvDim output channels of the deconvolution
     * @param channels number of classes, or 1 for masks that serve all classes
     * @param norm after the convolutions
     */
    public MaskHead(int in, List<Integer> convDims, int deconvDim, int channels, Norm.Kind norm) {
        int width = in;
        for (int out : convDims) {
            Conv2d conv = Conv2d.builder(width, out, 3)
                    .optNorm(norm)
                    .optRelu(true)
                    .optInit(Init.msraFill(9L * out))
                    .build();
            convs.add(child("mask_fcn" + (convs.size() + 1), conv));
            width = out;
        }
        // fan out as the reference counts it for a transposed weight: its first axis times the kernel
        deconv = child("deconv", new ConvTranspose2d(width, deconvDim, 2, Init.msraFill(4L * width), Init.ZEROS));
        predictor = child(
                "predictor",
                Conv2d.builder(deconvDim, channels, 1)
                        .optInit(Init.normal(0.001))
                        .build());
        this.channels = channels;
    }

    /**
     * Logits of one class per region.
     *
     * @param pooled [R, C, H, W]
     * @param classes R class indices
     * @return [R, 2H, 2W]
     */
    public NDArray logits(Pass pass, NDArray pooled, int[] classes) {
        return pass.segment(pooled, in -> predict("mask_logits", pass, in, classes));
    }

    /** Probabilities of one class per region, [R, 2H, 2W]. */
    public NDArray probabilities(Pass pass, NDArray pooled, int[] classes) {
        return predict("mask_probabilities", pass, pooled, classes);
    }

    private NDArray predict(String function, Pass pass, NDArray pooled, int[] classes) {
        NDArray x = pooled;
        for (Conv2d conv : convs) {
            NDArray next = conv.forward(pass, x);
            if (x != pooled) {
                x.close();
            }
            x = next;
        }
        try (NDArray channel = HostCopy.of(x.getManager(), channels == 1 ? new int[classes.length] : classes)) {
            NDList arguments = new NDList(
                    x, deconv.weight(pass), deconv.bias(pass), predictor.weight(pass), predictor.bias(pass), channel);
            return HeadScript.INSTANCE.call(function, pass.training(), arguments);
        } finally {
            if (x != pooled) {
                x.close();
            }
        }
    }

    /** Takes pooled features [R, C, H, W] and int32 class indices [R]; gives logits [R, 2H, 2W]. */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(logits(pass, inputs.get(0), inputs.get(1).toIntArray()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        return new Shape[] {new Shape(x.get(0), 2 * x.get(2), 2 * x.get(3))};
    }
}
