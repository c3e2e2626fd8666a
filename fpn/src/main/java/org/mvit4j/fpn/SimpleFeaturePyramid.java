package org.mvit4j.fpn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.nn.ChannelNorm;
import org.mvit4j.nn.Conv2d;
import org.mvit4j.nn.ConvTranspose2d;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Layers;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.Pass;

/**
 * The pyramid of ViTDet (Li et al., <a href="https://arxiv.org/abs/2203.16527">2203.16527</a>): four independent
 * branches scale the one map of a plain network by 4, 2, 1 and 1/2, and one more level takes every second cell of the
 * coarsest.
 *
 * <p>Parameters: {@code simfp_{s}.{i}} with {@code s} the binary logarithm of the level's stride and {@code i} the
 * position of the layer in its branch.
 */
public final class SimpleFeaturePyramid extends Neck {
    private static final double[] SCALES = {4, 2, 1, 0.5};

    /** One layer of a branch. */
    @FunctionalInterface
    private interface Layer {
        NDArray forward(Pass pass, NDArray x);
    }

    private final int inputStride;
    private final int channels;
    private final List<List<Layer>> branches = new ArrayList<>();

    /**
     * A pyramid over one map.
     *
     * @param inputChannels channels of the map, a multiple of 4
     * @param inputStride pixels per cell of the map
     * @param channels channels of every level
     * @param norm after the last two convolutions of each branch
     */
    public SimpleFeaturePyramid(int inputChannels, int inputStride, int channels, Norm.Kind norm) {
        if (inputChannels % 4 != 0 || inputStride % 4 != 0) {
            throw new IllegalArgumentException("a simple feature pyramid needs channels and stride divisible by 4, not "
                    + inputChannels + " and " + inputStride);
        }
        this.inputStride = inputStride;
        this.channels = channels;
        for (double scale : SCALES) {
            branches.add(branch(scale, inputChannels, norm));
        }
    }

    private List<Layer> branch(double scale, int inputChannels, Norm.Kind norm) {
        String name = "simfp_" + Integer.numberOfTrailingZeros((int) (inputStride / scale)) + ".";
        List<Layer> layers = new ArrayList<>();
        int width = inputChannels;
        if (scale == 4) {
            layers.add(child(name + 0, up(width, width / 2))::forward);
            layers.add(child(name + 1, new ChannelNorm(width / 2))::forward);
            layers.add((pass, x) -> Layers.gelu(x, pass.training()));
            layers.add(child(name + 3, up(width / 2, width / 4))::forward);
            width /= 4;
        } else if (scale == 2) {
            layers.add(child(name + 0, up(width, width / 2))::forward);
            width /= 2;
        } else if (scale == 0.5) {
            layers.add((pass, x) -> Layers.maxPool2d(x, 2, 2, 0, pass.training()));
        }
        layers.add(child(name + layers.size(), conv(width, 1, norm))::forward);
        layers.add(child(name + layers.size(), conv(channels, 3, norm))::forward);
        return layers;
    }

    private static ConvTranspose2d up(int in, int out) {
        return new ConvTranspose2d(in, out, 2, Init.uniformFanIn(4L * out), Init.uniformFanIn(4L * out));
    }

    private Conv2d conv(int in, int kernel, Norm.Kind norm) {
        return Conv2d.builder(in, channels, kernel).optNorm(norm).build();
    }

    @Override
    public List<NDArray> forward(Pass pass, List<NDArray> features) {
        if (features.size() != 1) {
            throw new IllegalArgumentException(
                    "a simple feature pyramid takes one map, but " + features.size() + " were given");
        }
        List<NDArray> levels = new ArrayList<>();
        for (List<Layer> branch : branches) {
            NDArray x = features.get(0);
            for (Layer layer : branch) {
                NDArray y = layer.forward(pass, x);
                if (x != features.get(0)) {
                    x.close();
                }
                x = y;
            }
            levels.add(x);
        }
        levels.add(Layers.maxPool2d(levels.get(levels.size() - 1), 1, 2, 0, pass.training()));
        return List.copyOf(levels);
    }

    @Override
    public int[] strides() {
        return new int[] {inputStride / 4, inputStride / 2, inputStride, inputStride * 2, inputStride * 4};
    }

    @Override
    public int channels() {
        return channels;
    }

    /** 0: the published models are padded to a square instead. */
    @Override
    public int sizeDivisibility() {
        return 0;
    }

    @Override
    int inputStride() {
        return inputStride;
    }
}
