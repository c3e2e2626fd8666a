package org.mvit4j.fpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * A network and its neck: images in, pyramid out. The network's parameters carry a prefix ({@code bottom_up} before an
 * {@link Fpn}, {@code net} before a {@link SimpleFeaturePyramid}), the neck's none.
 */
public final class PyramidBackbone extends NamedBlock {
    /** Runs the network: images [N, 3, H, W] to the maps that the neck takes, finest first. */
    @FunctionalInterface
    public interface FeatureMaps {
        /** Computes the maps; they become the caller's. */
        List<NDArray> forward(Pass pass, NDArray images);
    }

    private final NamedBlock network;
    private final FeatureMaps maps;
    private final Neck neck;

    /**
     * Joins a network and a neck.
     *
     * @param prefix of the network's parameter names
     * @param network owner of the parameters
     * @param maps how to run it
     * @param neck what takes its maps
     */
    public PyramidBackbone(String prefix, NamedBlock network, FeatureMaps maps, Neck neck) {
        this.neck = child("", neck);
        this.network = child(prefix, network);
        this.maps = maps;
    }

    /**
     * Computes the pyramid.
     *
     * @param images normalised and padded [N, 3, H, W]
     * @return maps [N, channels, H / stride, W / stride], finest first
     */
    public List<NDArray> forward(Pass pass, NDArray images) {
        List<NDArray> features = bottomUp(pass, images);
        List<NDArray> levels = pass.segment(features, maps -> neck.forward(pass, maps));
        features.forEach(NDArray::close);
        return levels;
    }

    /** Computes the network's maps alone. */
    public List<NDArray> bottomUp(Pass pass, NDArray images) {
        return maps.forward(pass, images);
    }

    /** The network without the neck. */
    public NamedBlock network() {
        return network;
    }

    /** What follows the network. */
    public Neck neck() {
        return neck;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(forward(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape images = inputShapes[0];
        int[] strides = neck.strides();
        var shapes = new Shape[strides.length];
        for (int i = 0; i < shapes.length; i++) {
            long h = (images.get(2) + strides[i] - 1) / strides[i];
            long w = (images.get(3) + strides[i] - 1) / strides[i];
            shapes[i] = new Shape(images.get(0), neck.channels(), h, w);
        }
        return shapes;
    }
}
