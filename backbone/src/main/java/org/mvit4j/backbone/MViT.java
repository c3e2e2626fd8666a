package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Recompute;
import org.mvit4j.nn.Timings;

/**
 * The multiscale vision transformer trunk, for images and clips.
 *
 * <p>Detection: {@link #features} maps images [B, 3, H, W] to the normalised outputs of the requested stages,
 * {@code scale2} [B, C, H/4, W/4] … {@code scale5} [B, 8C, H/32, W/32] (sizes round up), as views whose memory is in
 * N, H, W, C order. Classification: {@link #tokens} gives the tokens after the last block.
 *
 * <p>Any input size works; relative position tables are resampled at run time. As a DJL block it maps images to the
 * stage outputs in ascending order of stride.
 */
public final class MViT extends NamedBlock {

    private final MViTConfig config;
    private final Parameter patchWeight;
    private final Parameter patchBias;
    private final @Nullable Parameter clsToken;
    private final @Nullable Parameter posEmbed;
    private final @Nullable Parameter posSpatial;
    private final @Nullable Parameter posTemporal;
    private final @Nullable Parameter posClass;
    private final List<MViTBlock> blocks = new ArrayList<>();
    private final Map<String, LayerNorm> outputNorms = new TreeMap<>();
    private final DropPath dropPath = new DropPath(true);

    public MViT(MViTConfig config) {
        this.config = config;
        int c = config.embedDim();
        Extent kernel = config.patchKernel();
        Shape patch = config.rank() == 2
                ? new Shape(c, 3, kernel.h(), kernel.w())
                : new Shape(c, 3, kernel.t(), kernel.h(), kernel.w());
        long fanIn = Init.fanIn(patch);
        patchWeight = parameter("patch_embed.proj.weight", Parameter.Type.WEIGHT, patch, Init.uniformFanIn(fanIn));
        patchBias = parameter("patch_embed.proj.bias", Parameter.Type.BIAS, new Shape(c), Init.uniformFanIn(fanIn));
        clsToken = config.clsToken() ? position("cls_token", 1, c) : null;
        Extent grid = config.positionGrid();
        long plane = (long) grid.h() * grid.w();
        boolean separable = config.position() == MViTConfig.Position.SEPARABLE;
        posEmbed = switch (config.position()) {
            case JOINT -> position("pos_embed", plane * grid.t(), c);
            case JOINT_WITH_CLS -> position("pos_embed", plane * grid.t() + 1, c);
            case NONE, SEPARABLE -> null;
        };
        posSpatial = separable ? position("pos_embed_spatial", plane, c) : null;
        posTemporal = separable ? position("pos_embed_temporal", grid.t(), c) : null;
        posClass = separable && config.clsToken() ? position("pos_embed_class", 1, c) : null;
        for (int i = 0; i < config.depth(); i++) {
            MViTBlockConfig block = config.blocks().get(i);
            blocks.add(child(
                    "blocks." + i, new MViTBlock(block, config.rank(), config.clsToken(), config.residualPooling())));
        }
        for (String name : config.outputNames()) {
            outputNorms.put(name, child(name + "_norm", new LayerNorm(config.channels(name))));
        }
    }

    private Parameter position(String name, long rows, long width) {
        return parameter(name, Parameter.Type.OTHER, new Shape(1, rows, width), Init.truncatedNormal(0.02));
    }

    /** Returns the plan of this trunk. */
    public MViTConfig config() {
        return config;
    }

    /** Seeds the drop path of the following training passes; each pass draws on. */
    public void seedDropPath(long seed) {
        dropPath.seed(seed);
    }

    /** Returns the token grid of an input: the sizes after the patch embedding, rounded up. */
    public Extent grid(Shape input) {
        int d = input.dimension();
        Extent size = config.rank() == 2
                ? new Extent(1, (int) input.get(d - 2), (int) input.get(d - 1))
                : new Extent((int) input.get(d - 3), (int) input.get(d - 2), (int) input.get(d - 1));
        Extent k = config.patchKernel();
        Extent s = config.patchStride();
        return new Extent(
                config.rank() == 2 ? 1 : (size.t() + 2 * (k.t() / 2) - k.t()) / s.t() + 1,
                (size.h() + 2 * (k.h() / 2) - k.h()) / s.h() + 1,
                (size.w() + 2 * (k.w() / 2) - k.w()) / s.w() + 1);
    }

    /**
     * Computes the stage outputs of images.
     *
     * @param x [B, 3, H, W], float32
     * @return output name to [B, C, H', W'], in ascending order of stride; the arrays belong to {@code x}'s manager
     */
    public Map<String, NDArray> features(Pass pass, NDArray x) {
        Map<String, NDArray> outputs = new LinkedHashMap<>();
        NDArray tokens = run(pass, x, outputs).tokens();
        if (pass.recompute() == null) {
            tokens.close();
        }
        return outputs;
    }

    /** Computes the tokens after the last block, with the cls token first when there is one. */
    public Tokens tokens(Pass pass, NDArray x) {
        return run(pass, x, new LinkedHashMap<>());
    }

    /**
     * Tokens and their grid.
     *
     * @param tokens [B, (1 +) T H W, C]
     * @param grid T, H, W
     */
    public record Tokens(NDArray tokens, Extent grid) {}

    private Tokens run(Pass pass, NDArray input, Map<String, NDArray> outputs) {
        Extent grid = grid(input.getShape());
        NDArray x = embed(pass, input, grid);
        Timings.mark("stem");
        int stage = 2;
        for (int i = 0; i < blocks.size(); i++) {
            MViTBlock block = blocks.get(i);
            Shape branches = new Shape(2, input.getShape().get(0), 1, 1);
            NDArray keep = dropPath.draw(pass, x.getManager(), block.config().dropPath(), branches);
            Recompute recompute = pass.recompute();
            NDArray y = recompute == null
                    ? block.forward(pass, x, grid, keep)
                    : block.forward(recompute, pass, x, grid, keep);
            x.close();
            if (keep != null && recompute == null) {
                keep.close();
            }
            x = y;
            grid = block.outputGrid(grid);
            for (String name : config.outputNames()) {
                if (config.outputs().getOrDefault(name, -1) == i) {
                    outputs.put(name, featureMap(pass, x, grid, name));
                }
            }
            Timings.mark("stage " + stage);
            if (i + 1 < blocks.size()
                    && blocks.get(i + 1).config().queryStride().volume() > 1) {
                stage++;
            }
        }
        return new Tokens(x, grid);
    }

    /** Returns the blocks, first to last. */
    List<MViTBlock> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    /** The tokens before the first block, positions added. */
    NDArray embed(Pass pass, NDArray input, Extent grid) {
        if (input.getShape().dimension() != config.rank() + 2
                || input.getShape().get(1) != 3) {
            throw new IllegalArgumentException("MViT takes " + (config.rank() == 2 ? "[B, 3, H, W]" : "[B, 3, T, H, W]")
                    + " and was given " + input.getShape());
        }
        Extent s = config.patchStride();
        Extent k = config.patchKernel();
        NDArray x = MViTBlock.Script.MVIT.call(
                "patch_embed",
                pass.training(),
                new NDList(input, pass.value(patchWeight), pass.value(patchBias)),
                s.t(),
                s.h(),
                s.w(),
                k.t() / 2,
                k.h() / 2,
                k.w() / 2);
        if (config.position() == MViTConfig.Position.JOINT || config.position() == MViTConfig.Position.JOINT_WITH_CLS) {
            return joint(pass, x, grid);
        }
        if (clsToken != null) {
            x = next(pass, "prepend", x, new NDList(x, pass.value(clsToken)));
        }
        if (posSpatial != null && posTemporal != null) {
            checkSeparableGrid(grid);
            NDArray none = x.getManager().create(new Shape(0), DataType.FLOAT32);
            NDArray forClass = posClass == null ? none : pass.value(posClass);
            x = next(
                    pass, "add_separable", x, new NDList(x, pass.value(posSpatial), pass.value(posTemporal), forClass));
            none.close();
        }
        return x;
    }

    /** Joint positions: resized for detection; for classifiers the grid is that of construction, cls entry included. */
    private NDArray joint(Pass pass, NDArray patches, Extent grid) {
        NDArray pos = pass.value(java.util.Objects.requireNonNull(posEmbed));
        NDArray x = patches;
        if (clsToken == null) {
            int skip = config.position() == MViTConfig.Position.JOINT_WITH_CLS ? 1 : 0;
            return next(pass, "add_absolute", x, new NDList(x, pos), grid.h(), grid.w(), skip);
        }
        checkSeparableGrid(grid);
        x = next(pass, "prepend", x, new NDList(x, pass.value(clsToken)));
        NDArray y = x.add(pos);
        x.close();
        return y;
    }

    private void checkSeparableGrid(Extent grid) {
        if (!grid.equals(config.positionGrid())) {
            throw new IllegalArgumentException("the position embedding is stored for the grid " + config.positionGrid()
                    + ", the input gives " + grid + ": use the size the model was made for");
        }
    }

    private static NDArray next(Pass pass, String function, NDArray old, NDList arguments, long... ints) {
        NDArray y = MViTBlock.Script.MVIT.call(function, pass.training(), arguments, ints);
        old.close();
        return y;
    }

    private NDArray featureMap(Pass pass, NDArray x, Extent grid, String name) {
        LayerNorm norm = java.util.Objects.requireNonNull(outputNorms.get(name));
        NDList arguments = new NDList(x, norm.weight(pass), norm.bias(pass));
        return MViTBlock.Script.MVIT.call("feature_map", pass.training(), arguments, grid.h(), grid.w());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(features(pass, inputs.singletonOrThrow()).values());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        Extent grid = grid(input);
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            grid = blocks.get(i).outputGrid(grid);
            if (config.outputs().containsValue(i)) {
                shapes.add(new Shape(input.get(0), blocks.get(i).config().outputDim(), grid.h(), grid.w()));
            }
        }
        return shapes.toArray(new Shape[0]);
    }
}
