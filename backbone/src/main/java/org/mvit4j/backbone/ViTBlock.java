package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/**
 * One block of the plain transformer: attention with decomposed relative positions, in windows or over the whole map,
 * then the MLP. Parameters: {@code norm1}, {@code attn.qkv}, {@code attn.proj}, {@code attn.rel_pos_h},
 * {@code attn.rel_pos_w}, {@code norm2}, {@code mlp.fc1}, {@code mlp.fc2}.
 */
final class ViTBlock extends NamedBlock {

    private final int heads;
    private final int window;
    private final double dropPath;
    private final LayerNorm norm1;
    private final Linear qkv;
    private final Linear proj;
    private final @Nullable Parameter relPosH;
    private final @Nullable Parameter relPosW;
    private final LayerNorm norm2;
    private final Linear fc1;
    private final Linear fc2;

    ViTBlock(ViTConfig config, int index) {
        int c = config.embedDim();
        heads = config.numHeads();
        window = config.window(index);
        dropPath = config.dropPath(index);
        int side = window > 0 ? window : config.imgSize() / config.patchSize();
        Shape table = new Shape(2L * side - 1, c / heads);
        norm1 = child("norm1", new LayerNorm(c));
        qkv = child("attn.qkv", linear(c, 3 * c));
        proj = child("attn.proj", linear(c, c));
        relPosH = config.useRelPos() ? relPos("attn.rel_pos_h", table) : null;
        relPosW = config.useRelPos() ? relPos("attn.rel_pos_w", table) : null;
        norm2 = child("norm2", new LayerNorm(c));
        int hidden = (int) (c * config.mlpRatio());
        fc1 = child("mlp.fc1", linear(c, hidden));
        fc2 = child("mlp.fc2", linear(hidden, c));
    }

    private static Linear linear(int in, int out) {
        return new Linear(in, out, Init.truncatedNormal(0.02));
    }

    private Parameter relPos(String name, Shape table) {
        return parameter(name, Parameter.Type.OTHER, table, Init.ZEROS);
    }

    /**
     * Maps tokens [B, H W, C] to the same shape.
     *
     * @param keep the drop path factors [2, B, 1, 1] of the two branches, or null for none
     */
    NDArray forward(Pass pass, NDArray x, long h, long w, @Nullable NDArray keep) {
        try (NDManager scope = Torch.newManager()) {
            NDArray none = scope.create(new Shape(0), DataType.FLOAT32);
            NDList arguments = new NDList(
                    x,
                    keep == null ? none : keep,
                    norm1.weight(pass),
                    norm1.bias(pass),
                    qkv.weight(pass),
                    qkv.bias(pass),
                    proj.weight(pass),
                    proj.bias(pass),
                    relPosH == null ? none : pass.value(relPosH),
                    relPosW == null ? none : pass.value(relPosW),
                    norm2.weight(pass),
                    norm2.bias(pass),
                    fc1.weight(pass),
                    fc1.bias(pass),
                    fc2.weight(pass),
                    fc2.bias(pass));
            int training = pass.training() ? 1 : 0;
            return MViTBlock.Script.MVIT.call("vit_block", pass.training(), arguments, h, w, heads, window, training);
        }
    }

    /** The rate at which each branch is dropped in training. */
    double dropPath() {
        return dropPath;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("a block needs the grid of its tokens: run ViT");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
