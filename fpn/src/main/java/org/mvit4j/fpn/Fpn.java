package org.mvit4j.fpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.nn.Conv2d;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Layers;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.TorchScript;

/**
 * Feature pyramid network (Lin et al., <a href="https://arxiv.org/abs/1612.03144">1612.03144</a>) with one more level
 * that takes every second cell of the coarsest output.
 *
 * <pre>
 *   t5 = lateral5(c5)                  p5 = output5(t5)      p6 = p5[::2, ::2]
 *   t4 = lateral4(c4) + up2(t5)        p4 = output4(t4)      … down to p2
 * </pre>
 *
 * <p>Lateral convolutions are 1×1, output convolutions 3×3, both without activation, with a bias or a norm. Parameters:
 * {@code fpn_lateral{s}} and {@code fpn_output{s}} with {@code s} the binary logarithm of the level's stride.
 */
public final class Fpn extends Neck {
    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(Fpn.class, "fpn.ts");
    }

    private final int[] inputStrides;
    private final int channels;
    private final List<Conv2d> laterals = new ArrayList<>();
    private final List<Conv2d> outputs = new ArrayList<>();

    /**
     * A pyramid over maps whose strides double from level to level.
     *
     * @param inputChannels channels of the maps, finest first
     * @param inputStrides pixels per cell of the maps
     * @param channels channels of every level
     * @param norm after every convolution
     */
    public Fpn(int[] inputChannels, int[] inputStrides, int channels, Norm.Kind norm) {
        if (inputChannels.length != inputStrides.length || inputChannels.length == 0) {
            throw new IllegalArgumentException(
                    inputChannels.length + " channel counts but " + inputStrides.length + " strides");
        }
        for (int i = 1; i < inputStrides.length; i++) {
            if (inputStrides[i] != 2 * inputStrides[i - 1]) {
                throw new IllegalArgumentException(
                        "strides of a feature pyramid must double from level to level, but are "
                                + Arrays.toString(inputStrides));
            }
        }
        this.inputStrides = inputStrides.clone();
        this.channels = channels;
        for (int i = 0; i < inputChannels.length; i++) {
            int stage = Integer.numberOfTrailingZeros(inputStrides[i]);
            laterals.add(child("fpn_lateral" + stage, conv(inputChannels[i], 1, norm)));
            outputs.add(child("fpn_output" + stage, conv(channels, 3, norm)));
        }
    }

    private Conv2d conv(int in, int kernel, Norm.Kind norm) {
        return Conv2d.builder(in, channels, kernel)
                .optNorm(norm)
                .optInit(Init.xavierFill((long) in * kernel * kernel))
                .build();
    }

    @Override
    public List<NDArray> forward(Pass pass, List<NDArray> features) {
        if (features.size() != laterals.size()) {
            throw new IllegalArgumentException(
                    "the pyramid joins " + laterals.size() + " maps, but " + features.size() + " were given");
        }
        int last = laterals.size() - 1;
        var levels = new NDArray[laterals.size() + 1];
        NDArray topDown = laterals.get(last).forward(pass, features.get(last));
        levels[last] = outputs.get(last).forward(pass, topDown);
        for (int i = last - 1; i >= 0; i--) {
            NDArray lateral = laterals.get(i).forward(pass, features.get(i));
            NDArray merged = merge(pass, lateral, topDown);
            lateral.close();
            topDown.close();
            topDown = merged;
            levels[i] = outputs.get(i).forward(pass, topDown);
        }
        topDown.close();
        levels[last + 1] = Layers.maxPool2d(levels[last], 1, 2, 0, pass.training());
        return List.of(levels);
    }

    private static NDArray merge(Pass pass, NDArray fine, NDArray coarse) {
        Shape f = fine.getShape();
        Shape c = coarse.getShape();
        if (f.get(2) != 2 * c.get(2) || f.get(3) != 2 * c.get(3)) {
            throw new IllegalArgumentException("a map of " + f + " is not twice as large as the next one, " + c
                    + ": pad images to a multiple of the coarsest stride");
        }
        return Script.INSTANCE.call(pass.training() ? "merge" : "merge_", pass.training(), new NDList(fine, coarse));
    }

    @Override
    public int[] strides() {
        var strides = Arrays.copyOf(inputStrides, inputStrides.length + 1);
        strides[inputStrides.length] = 2 * inputStrides[inputStrides.length - 1];
        return strides;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int sizeDivisibility() {
        return inputStrides[inputStrides.length - 1];
    }

    @Override
    int inputStride() {
        return inputStrides[0];
    }
}
