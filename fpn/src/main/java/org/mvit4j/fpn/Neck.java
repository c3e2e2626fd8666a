package org.mvit4j.fpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/** Turns the feature maps of a network into a pyramid whose levels all have the same number of channels. */
public abstract class Neck extends NamedBlock {
    /**
     * Builds the pyramid.
     *
     * @param features maps [N, C_i, H_i, W_i] of the network, finest first; they stay the caller's
     * @return maps [N, channels, H, W], finest first, one per stride, on the managers of the inputs
     */
    public abstract List<NDArray> forward(Pass pass, List<NDArray> features);

    /** Pixels per cell of each level, finest first. */
    public abstract int[] strides();

    /** Channels of every level. */
    public abstract int channels();

    /** Height and width of the padded input must be multiples of this. */
    public abstract int sizeDivisibility();

    @Override
    protected final NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, (List<NDArray>) inputs));
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape first = inputShapes[0];
        int[] strides = strides();
        long h = first.get(2) * inputStride();
        long w = first.get(3) * inputStride();
        return Stream.iterate(0, i -> i + 1)
                .limit(strides.length)
                .map(i -> new Shape(first.get(0), channels(), ceil(h, strides[i]), ceil(w, strides[i])))
                .toArray(Shape[]::new);
    }

    /** Pixels per cell of the first input map. */
    abstract int inputStride();

    private static long ceil(long size, int stride) {
        return (size + stride - 1) / stride;
    }
}
