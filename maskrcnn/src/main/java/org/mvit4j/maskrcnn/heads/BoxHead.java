package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.nn.Conv2d;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.Pass;

/**
 * Turns pooled regions into vectors: 3×3 convolutions, then fully connected layers, each followed by max(x, 0).
 * Parameters: {@code conv1} … (with {@code norm}), {@code fc1} ….
 */
public final class BoxHead extends NamedBlock {
    private final List<Conv2d> convs = new ArrayList<>();
    private final List<Linear> fcs = new ArrayList<>();
    private final int width;

    /**
     * A head.
     *
     * @param channels of the pooled features
     * @param size bins per side of the pooled features
     * @param convDims output channels of the convolutions; empty for none
     * @param fcDims outputs of the fully connected layers, at least one
     * @param norm after the convolutions
     */
    public BoxHead(int channels, int size, List<Integer> convDims, List<Integer> fcDims, Norm.Kind norm) {
        int in = channels;
        for (int out : convDims) {
            Conv2d conv = Conv2d.builder(in, out, 3)
                    .optNorm(norm)
                    .optRelu(true)
                    .optInit(Init.msraFill(9L * out))
                    .build();
            convs.add(child("conv" + (convs.size() + 1), conv));
            in = out;
        }
        in *= size * size;
        for (int out : fcDims) {
            fcs.add(child("fc" + (fcs.size() + 1), new Linear(in, out, Init.xavierFill(in))));
            in = out;
        }
        width = in;
    }

    /** Maps [R, C, size, size] to [R, width]. */
    public NDArray forward(Pass pass, NDArray pooled) {
        return pass.segment(pooled, in -> run(pass, in));
    }

    private NDArray run(Pass pass, NDArray pooled) {
        NDArray x = pooled;
        for (Conv2d conv : convs) {
            x = replace(pooled, x, conv.forward(pass, x));
        }
        x = replace(pooled, x, HeadScript.INSTANCE.call("flatten", pass.training(), new NDList(x)));
        for (Linear fc : fcs) {
            x = replace(pooled, x, fc.forwardRelu(pass, x));
        }
        return x;
    }

    private static NDArray replace(NDArray input, NDArray old, NDArray value) {
        if (old != input) {
            old.close();
        }
        return value;
    }

    /** Length of the resulting vectors. */
    public int width() {
        return width;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), width)};
    }
}
