package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/**
 * Positions, blocks and the last norm. Parameters: {@code cls_token} [1, 1, D] where tokens are reduced to it, {@code
 * pos_embed} [1, (1 +) tokens, D], {@code blocks.*}, {@code norm}.
 */
final class ViViTEncoder extends NamedBlock {

    private final @Nullable Parameter clsToken;
    private final Parameter posEmbed;
    private final List<ViViTBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final ViViTConfig.Classifier classifier;

    ViViTEncoder(ViViTConfig config, ViViTConfig.Attention kind, int tokens, int depth) {
        classifier = config.classifier();
        boolean cls = classifier == ViViTConfig.Classifier.TOKEN;
        int d = config.width();
        clsToken = cls ? parameter("cls_token", Parameter.Type.OTHER, new Shape(1, 1, d), Init.ZEROS) : null;
        posEmbed = parameter(
                "pos_embed", Parameter.Type.OTHER, new Shape(1, tokens + (cls ? 1 : 0), d), Init.normal(0.02));
        for (int i = 0; i < depth; i++) {
            double rate = depth == 1 ? 0 : config.stochasticDepth() * i / (depth - 1);
            blocks.add(child("blocks." + i, new ViViTBlock(config, kind, rate)));
        }
        norm = child("norm", new LayerNorm(d));
    }

    /**
     * Encodes rows of tokens and reduces each row to one vector.
     *
     * @param x [n, tokens, D]
     * @param frames frames of tokens in a row
     * @return [n, D]
     */
    NDArray forward(Pass pass, NDArray x, int frames, DropPath dropPath) {
        NDArray y = positioned(pass, x);
        for (ViViTBlock block : blocks) {
            y = close(y, block.forward(pass, y, frames, dropPath));
        }
        y = close(y, norm.forward(pass, y));
        return close(y, TransformerBlock.call(pass, "reduce", new NDList(y), classifier.ordinal()));
    }

    /**
     * Carries the relevance of each row's vector back to the row's tokens.
     *
     * @param x [n, tokens, D]
     * @param frames frames of tokens in a row
     * @param weights the relevance of each row's vector
     * @return [n][(1 +) tokens], the cls token first where there is one
     */
    float[][] relevance(Pass pass, NDArray x, int frames, float[] weights) {
        int n = weights.length;
        try (NDManager scope = Torch.newManager(x.getDevice())) {
            List<NDArray> inputs = new ArrayList<>();
            NDArray y = positioned(pass, x);
            for (ViViTBlock block : blocks) {
                y.attach(scope);
                inputs.add(y);
                y = block.forward(pass, y, frames, new DropPath(false));
            }
            y.close();
            int length = (int) posEmbed.getShape().get(1);
            NDArray row = scope.create(start(weights, length), new Shape(n, length));
            for (int i = blocks.size() - 1; i >= 0; i--) {
                NDArray before = blocks.get(i).relevance(pass, inputs.get(i), frames, row);
                row.close();
                inputs.get(i).close();
                row = before;
            }
            float[] values = row.toFloatArray();
            float[][] rows = new float[n][];
            for (int i = 0; i < n; i++) {
                rows[i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
            }
            return rows;
        }
    }

    /** Whether the first token of {@link #relevance} is a cls token. */
    boolean hasClsToken() {
        return clsToken != null;
    }

    private float[] start(float[] weights, int length) {
        float[] rows = new float[weights.length * length];
        for (int i = 0; i < weights.length; i++) {
            if (clsToken != null) {
                rows[i * length] = weights[i];
            } else {
                Arrays.fill(rows, i * length, (i + 1) * length, weights[i] / length);
            }
        }
        return rows;
    }

    private NDArray positioned(Pass pass, NDArray x) {
        long expected = posEmbed.getShape().get(1) - (clsToken == null ? 0 : 1);
        if (x.getShape().get(1) != expected) {
            throw new IllegalArgumentException(
                    "the clip gives " + x.getShape().get(1) + " tokens, the model has positions for " + expected
                            + ": use its frames and crop size, or resize the positions on loading");
        }
        try (NDManager scope = Torch.newManager()) {
            NDArray cls = clsToken == null ? scope.create(new Shape(0), DataType.FLOAT32) : pass.value(clsToken);
            return TransformerBlock.call(pass, "positioned", new NDList(x, cls, pass.value(posEmbed)));
        }
    }

    static NDArray close(NDArray old, NDArray value) {
        old.close();
        return value;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("an encoder runs inside ViViT");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
