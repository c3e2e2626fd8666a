package org.mvit4j.detect.classify;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.MViTBlockConfig;
import org.mvit4j.backbone.MViTSettings;
import org.mvit4j.detect.ModelException;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;

/**
 * Reads the settings of an MViT image classifier off its weights, since published configuration files and weights do
 * not always agree: widths, heads, class token, where the width changes and the input size all show in the shapes.
 */
final class ClassifierShape {

    private final StateDict weights;

    ClassifierShape(StateDict weights) {
        this.weights = weights;
    }

    MViTSettings settings() {
        long[] patch = shape("patch_embed.proj.weight");
        if (patch.length != 4) {
            throw new ModelException(weights.origin() + ": its patch embedding has shape "
                    + java.util.Arrays.toString(patch) + ", this is no image classifier; use mvit video classify");
        }
        int depth = depth();
        boolean inAttention = widthChangesInAttention(depth);
        Map<Integer, Double> dimMul = new TreeMap<>();
        Map<Integer, Double> headMul = new TreeMap<>();
        Map<Integer, Extent> queries = new TreeMap<>();
        for (int i = 0; i < depth; i++) {
            double width = (double) outputWidth(i, depth) / inputWidth(i);
            if (width != 1) {
                dimMul.put(inAttention ? i : i + 1, width);
            }
            double heads = i == 0 ? 1 : (double) heads(i) / heads(i - 1);
            if (heads != 1) {
                headMul.put(i, heads);
            }
            if (has(i, "attn.pool_q.weight")) {
                queries.put(i, Extent.square(heads != 1 ? 2 : 1));
            }
        }
        long[] kernel = shape("blocks.0.attn.pool_k.weight");
        StoredTensor table = weights.get("blocks.0.attn.rel_pos_h");
        int stride = 4;
        int grid = table == null ? 56 : (int) (table.shape()[0] + 1) / 2;
        boolean position = weights.contains("pos_embed");
        return new MViTSettings(
                2,
                1,
                grid * stride,
                new Extent(1, (int) patch[2], (int) patch[3]),
                Extent.square(stride),
                (int) patch[0],
                heads(0),
                depth,
                4,
                weights.contains("cls_token"),
                position,
                false,
                table != null,
                false,
                table != null,
                inAttention,
                dimMul,
                headMul,
                new Extent(1, (int) kernel[kernel.length - 2], (int) kernel[kernel.length - 1]),
                queries,
                Map.of(),
                Extent.square(4),
                0,
                (int) shape("head.projection.weight")[0],
                0,
                false,
                MViTBlockConfig.PoolMode.CONV);
    }

    private int depth() {
        int depth = 0;
        while (has(depth, "norm1.weight")) {
            depth++;
        }
        return depth;
    }

    /** Where a block has a shortcut projection: attention when the second norm is already as wide as the output. */
    private boolean widthChangesInAttention(int depth) {
        for (int i = 0; i < depth; i++) {
            if (has(i, "proj.weight")) {
                return shape("blocks." + i + ".norm2.weight")[0] != inputWidth(i);
            }
        }
        return true;
    }

    private long inputWidth(int block) {
        return shape("blocks." + block + ".norm1.weight")[0];
    }

    private long outputWidth(int block, int depth) {
        return block + 1 < depth ? inputWidth(block + 1) : shape("norm.weight")[0];
    }

    private int heads(int block) {
        String prefix = "blocks." + block + ".attn.";
        return (int) (shape(prefix + "qkv.weight")[0] / 3 / shape(prefix + "norm_k.weight")[0]);
    }

    private boolean has(int block, String name) {
        return weights.contains("blocks." + block + "." + name);
    }

    private long[] shape(String name) {
        @Nullable StoredTensor tensor = weights.get(name);
        if (tensor == null) {
            throw new ModelException(weights.origin() + ": no " + name
                    + " in it, so this is no MViT image classifier; see mvit checkpoint inspect");
        }
        return tensor.shape();
    }
}
