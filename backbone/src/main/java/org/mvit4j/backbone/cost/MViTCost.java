package org.mvit4j.backbone.cost;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.MViTBlockConfig;
import org.mvit4j.backbone.MViTConfig;
import org.mvit4j.backbone.MViTSettings;

/** Counts an MViT trunk or classifier, stem and stage by stage; a stage starts at a block that pools its query. */
public final class MViTCost {

    private final MViTConfig config;
    private final long extraTokens;
    private final int layerNorm;
    private Extent grid;
    private long parameters;
    private long flops;

    private MViTCost(MViTConfig config, Extent input, int layerNorm) {
        this.config = config;
        this.layerNorm = layerNorm;
        this.extraTokens = config.clsToken() ? 1 : 0;
        this.grid = input.ceilDiv(config.patchStride());
    }

    /**
     * Counts a trunk.
     *
     * @param input size of the input in frames and pixels
     */
    public static List<PartCost> trunk(MViTConfig config, Extent input) {
        return new MViTCost(config, input, PartCost.LAYER_NORM).count();
    }

    /** Counts a classifier for its nominal input. */
    public static List<PartCost> classifier(MViTSettings settings) {
        return classifier(settings, PartCost.LAYER_NORM);
    }

    /** As {@link #classifier}, products and convolutions alone: the figures published for video. */
    public static List<PartCost> products(MViTSettings settings) {
        return classifier(settings, 0);
    }

    private static List<PartCost> classifier(MViTSettings settings, int layerNorm) {
        MViTConfig config = settings.resolve();
        Extent input =
                new Extent(settings.rank() == 2 ? 1 : settings.frames(), settings.cropSize(), settings.cropSize());
        MViTCost counter = new MViTCost(config, input, layerNorm);
        List<PartCost> parts = counter.count();
        long width = config.outputDim();
        long tokens = counter.grid.volume() + counter.extraTokens;
        parts.add(new PartCost(
                "head",
                2 * width + (width + 1) * settings.numClasses(),
                layerNorm * tokens * width + width * settings.numClasses()));
        return parts;
    }

    private List<PartCost> count() {
        List<PartCost> parts = new ArrayList<>();
        stem();
        parts.add(take("stem"));
        int stage = 1;
        for (int i = 0; i < config.depth(); i++) {
            MViTBlockConfig block = config.blocks().get(i);
            if (i > 0 && block.queryStride().volume() > 1) {
                parts.add(take("stage " + stage++));
            }
            block(block);
            if (config.outputs().containsValue(i)) {
                layerNorm(block.outputDim(), grid.volume());
            }
        }
        parts.add(take("stage " + stage));
        return parts;
    }

    private PartCost take(String part) {
        PartCost cost = new PartCost(part, parameters, flops);
        parameters = 0;
        flops = 0;
        return cost;
    }

    private void stem() {
        long dim = config.embedDim();
        long kernel = 3L * config.patchKernel().volume();
        parameters += kernel * dim + dim + extraTokens * dim;
        flops += kernel * dim * grid.volume();
        Extent stored = config.positionGrid();
        long plane = (long) stored.h() * stored.w();
        parameters += dim
                * switch (config.position()) {
                    case NONE -> 0;
                    case JOINT -> plane * stored.t();
                    case JOINT_WITH_CLS -> plane * stored.t() + 1;
                    case SEPARABLE -> plane + stored.t() + extraTokens;
                };
    }

    private void block(MViTBlockConfig b) {
        Extent queries = b.queryPool() == null ? grid : grid.ceilDiv(b.queryStride());
        Extent keys = b.keyValuePool() == null ? grid : grid.ceilDiv(b.keyValueStride());
        long width = b.attentionDim();
        long in = grid.volume() + extraTokens;
        long out = queries.volume() + extraTokens;
        layerNorm(b.dim(), in);
        linear(b.dim(), 3 * width, in);
        pool(b, b.queryPool(), queries);
        pool(b, b.keyValuePool(), keys);
        pool(b, b.keyValuePool(), keys);
        attention(b, queries, keys);
        linear(width, width, out);
        layerNorm(width, out);
        linear(width, 4 * width, out);
        linear(4 * width, b.outputDim(), out);
        if (b.dim() != b.outputDim()) { // the shortcut changes width where the branch does
            linear(b.dim(), b.outputDim(), b.widthChangesInAttention() ? in : out);
        }
        grid = queries;
    }

    private void pool(MViTBlockConfig b, MViTBlockConfig.@Nullable Pool pool, Extent size) {
        if (pool != null) {
            long headWidth = b.attentionDim() / b.heads();
            parameters += headWidth * pool.kernel().volume() + 2 * headWidth;
            flops += (long) b.attentionDim() * pool.kernel().volume() * size.volume();
            flops += layerNorm * (long) b.attentionDim() * (size.volume() + extraTokens);
        }
    }

    private void attention(MViTBlockConfig b, Extent queries, Extent keys) {
        long windows = 1;
        if (b.window() > 0) {
            Extent window = Extent.square(b.window());
            windows = grid.ceilDiv(window).volume();
            queries = window.floorDiv(b.queryStride());
            keys = window.floorDiv(b.keyValueStride());
        }
        long width = b.attentionDim();
        long headWidth = width / b.heads();
        flops += 2 * windows * (queries.volume() + extraTokens) * (keys.volume() + extraTokens) * width;
        long relative = (b.spatialRows() > 0 ? keys.h() + keys.w() : 0) + (b.temporalRows() > 0 ? keys.t() : 0);
        flops += windows * queries.volume() * width * relative;
        parameters += headWidth * (2L * b.spatialRows() + b.temporalRows());
    }

    private void linear(long in, long out, long tokens) {
        parameters += in * out + out;
        flops += in * out * tokens;
    }

    private void layerNorm(long width, long tokens) {
        parameters += 2 * width;
        flops += layerNorm * width * tokens;
    }
}
