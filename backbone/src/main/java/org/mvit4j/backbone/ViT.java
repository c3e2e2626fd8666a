package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * The plain vision transformer as a detection backbone (Li et al., ViTDet,
 * <a href="https://arxiv.org/abs/2203.16527">2203.16527</a>): most blocks attend within windows, a few over the whole
 * map; no class token, no final norm. Images [B, 3, H, W] become one map [B, C, H / patch, W / patch].
 *
 * <p>Parameters: {@code pos_embed}, {@code patch_embed.proj}, {@code blocks.{i}}.
 */
public final class ViT extends NamedBlock {

    private final ViTConfig config;
    private final Parameter patchWeight;
    private final Parameter patchBias;
    private final @Nullable Parameter posEmbed;
    private final List<ViTBlock> blocks = new ArrayList<>();
    private final DropPath dropPath = new DropPath(true);

    public ViT(ViTConfig config) {
        this.config = config;
        int c = config.embedDim();
        int side = config.pretrainImgSize() / config.patchSize();
        long entries = (long) side * side + (config.pretrainUseClsToken() ? 1 : 0);
        posEmbed = config.useAbsPos()
                ? parameter("pos_embed", Parameter.Type.OTHER, new Shape(1, entries, c), Init.truncatedNormal(0.02))
                : null;
        Shape patch = new Shape(c, 3, config.patchSize(), config.patchSize());
        var init = Init.uniformFanIn(Init.fanIn(patch));
        patchWeight = parameter("patch_embed.proj.weight", Parameter.Type.WEIGHT, patch, init);
        patchBias = parameter("patch_embed.proj.bias", Parameter.Type.BIAS, new Shape(c), init);
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(child("blocks." + i, new ViTBlock(config, i)));
        }
    }

    /** Returns the plan of this network. */
    public ViTConfig config() {
        return config;
    }

    /** Seeds the drop path of the following training passes; each pass draws on. */
    public void seedDropPath(long seed) {
        dropPath.seed(seed);
    }

    /** Computes the map [B, C, H', W'] of images [B, 3, H, W], with channels-last memory, on the images' manager. */
    public NDArray featureMap(Pass pass, NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(1) != 3) {
            throw new IllegalArgumentException("ViT takes [B, 3, H, W] and was given " + shape);
        }
        long patch = config.patchSize();
        long h = shape.get(2) / patch;
        long w = shape.get(3) / patch;
        NDList stem = new NDList(images, pass.value(patchWeight), pass.value(patchBias));
        NDArray x = MViTBlock.Script.MVIT.call("patch_embed", pass.training(), stem, 1, patch, patch, 0, 0, 0);
        if (posEmbed != null) {
            NDList arguments = new NDList(x, pass.value(posEmbed));
            int skip = config.pretrainUseClsToken() ? 1 : 0;
            NDArray y = MViTBlock.Script.MVIT.call("add_absolute", pass.training(), arguments, h, w, skip);
            x.close();
            x = y;
        }
        Shape branches = new Shape(2, shape.get(0), 1, 1);
        for (ViTBlock block : blocks) {
            NDArray keep = dropPath.draw(pass, images.getManager(), block.dropPath(), branches);
            NDArray y = pass.segment(x, in -> block.forward(pass, in, h, w, keep));
            if (keep != null && pass.recompute() == null) {
                keep.close();
            }
            x.close();
            x = y;
        }
        try (NDArray last = x;
                NDArray map = last.reshape(shape.get(0), h, w, config.embedDim())) {
            return map.transpose(0, 3, 1, 2);
        }
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(featureMap(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        long patch = config.patchSize();
        return new Shape[] {new Shape(x.get(0), config.embedDim(), x.get(2) / patch, x.get(3) / patch)};
    }
}
