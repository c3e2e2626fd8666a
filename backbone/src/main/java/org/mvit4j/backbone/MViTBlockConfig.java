package org.mvit4j.backbone;

import org.jspecify.annotations.Nullable;

/**
 * The resolved plan of one block.
 *
 * @param dim width of the input
 * @param attentionDim width inside the attention: {@code outputDim} when the width changes there, else {@code dim}
 * @param outputDim width of the output
 * @param heads number of heads; the head width is attentionDim / heads
 * @param queryPool pooling of the query, absent in MViTv1 blocks that keep the query as it is
 * @param keyValuePool pooling of key and value, absent when kernel and stride are one
 * @param window side of the attention window in input tokens, 0 for global attention
 * @param spatialRows rows of {@code rel_pos_h} and {@code rel_pos_w}, 0 without relative positions
 * @param temporalRows rows of {@code rel_pos_t}, 0 without
 * @param dropPath probability of dropping each branch in training
 */
public record MViTBlockConfig(
        int dim,
        int attentionDim,
        int outputDim,
        int heads,
        @Nullable Pool queryPool,
        @Nullable Pool keyValuePool,
        int window,
        int spatialRows,
        int temporalRows,
        double dropPath) {

    /** How a map is pooled. */
    public enum PoolMode {
        /** A depthwise convolution, then a norm: every published model. */
        CONV,
        /** The maximum, without parameters: the ablations of the first paper. */
        MAX,
        /** The average, padding counted, without parameters. */
        AVG
    }

    /** A pooling with padding kernel / 2. */
    public record Pool(Extent kernel, Extent stride, PoolMode mode) {

        public Pool(Extent kernel, Extent stride) {
            this(kernel, stride, PoolMode.CONV);
        }

        /** Returns a pool, or null when kernel and stride are one on every axis, for which the reference has none. */
        public static @Nullable Pool of(Extent kernel, Extent stride, PoolMode mode) {
            return kernel.volume() == 1 && stride.volume() == 1 ? null : new Pool(kernel, stride, mode);
        }
    }

    public MViTBlockConfig {
        if (heads < 1 || attentionDim % heads != 0) {
            throw new IllegalArgumentException(
                    "attention width " + attentionDim + " is not a multiple of " + heads + " heads");
        }
    }

    /** Returns this plan with other poolings. */
    public MViTBlockConfig withPools(@Nullable Pool query, @Nullable Pool keyValue) {
        return new MViTBlockConfig(
                dim, attentionDim, outputDim, heads, query, keyValue, window, spatialRows, temporalRows, dropPath);
    }

    /** Returns the stride of the query, one when it is not pooled. */
    public Extent queryStride() {
        return queryPool == null ? Extent.ONE : queryPool.stride();
    }

    /** Returns the stride of key and value, one when they are not pooled. */
    public Extent keyValueStride() {
        return keyValuePool == null ? Extent.ONE : keyValuePool.stride();
    }

    /** Returns whether a width change sits in the attention (MViTv2) and not in the MLP (MViTv1). */
    public boolean widthChangesInAttention() {
        return attentionDim == outputDim;
    }
}
