package org.mvit4j.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.MViTBlockConfig.Pool;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;

/**
 * The MViT that a file describes: depth, widths, heads, kernels, which poolings there are, where the width grows, clip
 * and crop, all from names and shapes and never from a configuration, which published files contradict.
 *
 * <p>Strides leave no trace in the shapes; they follow the one rule of all published models: queries are pooled by two
 * where a stage begins, keys by 8 (images: 4) divided by all query strides so far.
 */
public final class MViTLayout {

    private final StateDict file;
    private final boolean images;
    private final boolean clsToken;
    private final boolean relative;
    private final int depth;
    private final List<Integer> growth = new ArrayList<>();
    private final boolean growsInAttention;

    private MViTLayout(StateDict file) {
        this.file = file;
        images = shape("patch_embed.proj.weight").length == 4;
        clsToken = file.contains("cls_token");
        relative = file.contains("blocks.0.attn.rel_pos_h");
        int blocks = 0;
        while (file.contains("blocks." + blocks + ".norm1.weight")) {
            blocks++;
        }
        depth = blocks;
        boolean inAttention = true;
        for (int i = 0; i < depth; i++) {
            if (file.contains("blocks." + i + ".proj.weight")) {
                inAttention = shape("blocks." + i + ".norm2.weight")[0] != shape("blocks." + i + ".norm1.weight")[0];
                growth.add(inAttention ? i : i + 1);
            }
        }
        growsInAttention = inAttention;
    }

    /**
     * Makes the classifier, without values.
     *
     * @param file weights of an image or video classifier under reference names
     * @throws CheckpointException if a tensor that decides the layout is missing
     */
    public static MViTClassifier classifier(StateDict file) {
        MViTLayout layout = new MViTLayout(file);
        MViTSettings settings = layout.settings();
        MViTConfig plan = settings.resolve();
        List<MViTBlockConfig> blocks = new ArrayList<>();
        for (int i = 0; i < layout.depth; i++) {
            MViTBlockConfig block = plan.blocks().get(i);
            blocks.add(
                    block.withPools(layout.pool(i, "q", block.queryPool()), layout.pool(i, "k", block.keyValuePool())));
        }
        return new MViTClassifier(settings, plan.withBlocks(blocks));
    }

    private @Nullable Pool pool(int block, String which, @Nullable Pool planned) {
        StoredTensor filter = file.get("blocks." + block + ".attn.pool_" + which + ".weight");
        if (filter == null) {
            return null;
        }
        return new Pool(extent(filter.shape(), 2), planned == null ? Extent.ONE : planned.stride());
    }

    private MViTSettings settings() {
        long[] patch = shape("patch_embed.proj.weight");
        int frames = images ? 1 : 2 * tokenFrames();
        boolean absolute = file.contains("pos_embed") || file.contains("pos_embed_spatial");
        boolean meanPooling = relative && !images && !growsInAttention; // fine-tuned from masked features
        Map<Integer, Double> widths = new TreeMap<>();
        Map<Integer, Double> heads = new TreeMap<>();
        Map<Integer, Extent> queries = new TreeMap<>();
        for (int i = 0; i < depth; i++) {
            boolean opens = growth.contains(i);
            if (opens) {
                widths.put(i, 2.0);
                heads.put(i, (double) heads(i) / heads(i - 1));
            }
            if (file.contains("blocks." + i + ".attn.pool_q.weight")) {
                queries.put(i, opens ? new Extent(1, 2, 2) : Extent.ONE);
            }
        }
        return new MViTSettings(
                images ? 2 : 3,
                frames,
                4 * side(),
                extent(patch, 2),
                images ? new Extent(1, 4, 4) : new Extent(2, 4, 4),
                (int) patch[0],
                heads(0),
                depth,
                (double) shape("blocks.0.mlp.fc1.weight")[0] / shape("blocks.0.mlp.fc1.weight")[1],
                clsToken,
                absolute,
                file.contains("pos_embed_spatial"),
                relative,
                file.contains("blocks.0.attn.rel_pos_t"),
                relative,
                growsInAttention,
                widths,
                heads,
                commonKernel(),
                queries,
                Map.of(),
                images ? new Extent(1, 4, 4) : new Extent(1, 8, 8),
                0,
                (int) shape("head.projection.weight")[0],
                images ? 0 : 0.5,
                meanPooling,
                MViTBlockConfig.PoolMode.CONV);
    }

    /** The kernel of all poolings; null where they differ. */
    private @Nullable Extent commonKernel() {
        Extent common = null;
        for (StoredTensor tensor : file) {
            if (tensor.name().matches("blocks\\.\\d+\\.attn\\.pool_[qkv]\\.weight")) {
                Extent kernel = extent(tensor.shape(), 2);
                if (common != null && !common.equals(kernel)) {
                    return null;
                }
                common = kernel;
            }
        }
        return common;
    }

    private int heads(int block) {
        for (String norm : List.of("norm_k", "norm_q", "norm_v")) {
            StoredTensor weight = file.get("blocks." + block + ".attn." + norm + ".weight");
            if (weight != null) {
                return (int) (shape("blocks." + block + ".attn.proj.weight")[0] / weight.elementCount());
            }
        }
        if (block > 0) { // no pooling in this block: heads are as wide as everywhere
            return (int) (shape("blocks." + block + ".attn.proj.weight")[0]
                    * heads(0)
                    / shape("blocks.0.attn.proj.weight")[0]);
        }
        throw new CheckpointException(
                file.origin(),
                "does not show the width of a head",
                "name the model with --model and its configuration");
    }

    private int side() {
        if (relative) {
            return (int) (shape("blocks.0.attn.rel_pos_h")[0] + 1) / 2;
        }
        if (file.contains("pos_embed_spatial")) {
            return (int) Math.round(Math.sqrt(shape("pos_embed_spatial")[1]));
        }
        long tokens = shape("pos_embed")[1] - (clsToken ? 1 : 0);
        return images ? (int) Math.round(Math.sqrt(tokens)) : 56;
    }

    private int tokenFrames() {
        if (file.contains("blocks.0.attn.rel_pos_t")) {
            return (int) (shape("blocks.0.attn.rel_pos_t")[0] + 1) / 2;
        }
        if (file.contains("pos_embed_temporal")) {
            return (int) shape("pos_embed_temporal")[1];
        }
        return (int) ((shape("pos_embed")[1] - (clsToken ? 1 : 0)) / (56 * 56));
    }

    /** The last three axes of a filter, or the last two with one frame. */
    private static Extent extent(long[] filter, int from) {
        return filter.length - from == 3
                ? new Extent((int) filter[from], (int) filter[from + 1], (int) filter[from + 2])
                : new Extent(1, (int) filter[from], (int) filter[from + 1]);
    }

    private long[] shape(String name) {
        return file.tensor(name).shape();
    }
}
