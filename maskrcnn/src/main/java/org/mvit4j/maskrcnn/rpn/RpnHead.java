package org.mvit4j.maskrcnn.rpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.nn.Conv2d;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.TorchScript;

/**
 * Predicts, at every cell and for every anchor, whether there is an object and how to move the anchor onto it. One head
 * serves all pyramid levels.
 *
 * <p>Parameters: {@code conv} (one 3×3 convolution) or {@code conv.conv0}, {@code conv.conv1} … (several), each
 * followed by max(x, 0); {@code objectness_logits} and {@code anchor_deltas} (1×1).
 */
public final class RpnHead extends NamedBlock {
    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(RpnHead.class, "rpn.ts");
    }

    private final int anchors;
    private final List<Conv2d> convs = new ArrayList<>();
    private final Conv2d objectness;
    private final Conv2d deltas;

    /**
     * A head.
     *
     * @param channels of every pyramid level
     * @param convDims output channels of the 3×3 convolutions before the predictors; -1 keeps the channels
     * @param anchors per cell
     */
    public RpnHead(int channels, List<Integer> convDims, int anchors) {
        if (convDims.isEmpty()) {
            throw new IllegalArgumentException("an RPN head has at least one convolution");
        }
        this.anchors = anchors;
        int width = channels;
        for (int i = 0; i < convDims.size(); i++) {
            int out = convDims.get(i) < 0 ? width : convDims.get(i);
            convs.add(child(convDims.size() == 1 ? "conv" : "conv.conv" + i, conv(width, out, 3, true)));
            width = out;
        }
        objectness = child("objectness_logits", conv(width, anchors, 1, false));
        deltas = child("anchor_deltas", conv(width, 4 * anchors, 1, false));
    }

    private static Conv2d conv(int in, int out, int kernel, boolean relu) {
        return Conv2d.builder(in, out, kernel)
                .optInit(Init.normal(0.01))
                .optRelu(relu)
                .build();
    }

    /**
     * Predicts for one level.
     *
     * @param x [N, C, H, W]
     * @return [N, H, W, 5 A]: per cell the A logits, then A times (dx, dy, dw, dh)
     */
    public NDArray forward(Pass pass, NDArray x) {
        return pass.segment(x, in -> run(pass, in));
    }

    private NDArray run(Pass pass, NDArray x) {
        NDArray hidden = x;
        for (Conv2d conv : convs) {
            NDArray next = conv.forward(pass, hidden);
            if (hidden != x) {
                hidden.close();
            }
            hidden = next;
        }
        try (NDArray last = hidden) {
            NDList arguments = new NDList(
                    last, objectness.weight(pass), objectness.bias(pass), deltas.weight(pass), deltas.bias(pass));
            return Script.INSTANCE.call("predict", pass.training(), arguments);
        }
    }

    /** Anchors per cell. */
    public int anchors() {
        return anchors;
    }

    /** Copies the prediction of one level to the host and splits it by image. */
    List<LevelPredictions> toHost(NDArray level) {
        Shape shape = level.getShape();
        int height = (int) shape.get(1);
        int width = (int) shape.get(2);
        float[] values = level.toFloatArray();
        List<LevelPredictions> images = new ArrayList<>();
        int cells = height * width;
        int stride = 5 * anchors;
        for (int image = 0; image < shape.get(0); image++) {
            var logits = new float[cells * anchors];
            var boxes = new float[4 * cells * anchors];
            for (int cell = 0; cell < cells; cell++) {
                int from = (image * cells + cell) * stride;
                System.arraycopy(values, from, logits, cell * anchors, anchors);
                System.arraycopy(values, from + anchors, boxes, 4 * cell * anchors, 4 * anchors);
            }
            images.add(new LevelPredictions(height, width, logits, boxes));
        }
        return images;
    }

    /** Logits [n] of the anchors at {@code indices} into N·H·W·A of one level, with gradients. */
    NDArray logits(NDArray level, NDArray indices) {
        return Script.INSTANCE.call("logits", true, new NDList(level, indices), anchors);
    }

    /** Deltas [n, 4] of the anchors at {@code indices} into N·H·W·A of one level, with gradients. */
    NDArray deltas(NDArray level, NDArray indices) {
        return Script.INSTANCE.call("deltas", true, new NDList(level, indices), anchors);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(inputs.stream().map(x -> forward(pass, x)).toList());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return Arrays.stream(inputShapes)
                .map(x -> new Shape(x.get(0), x.get(2), x.get(3), 5L * anchors))
                .toArray(Shape[]::new);
    }
}
