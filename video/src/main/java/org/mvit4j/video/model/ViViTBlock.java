package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/**
 * A block of one of ViViT's encoders.
 *
 * <p>Parameters: {@code norm1, attn.qkv, attn.proj, norm2, mlp.fc1, mlp.fc2}; with factorised self-attention {@code
 * norm_space, attn_space.*, norm_time, attn_time.*, norm_mlp, mlp.*}. GELU is its tanh approximation.
 */
final class ViViTBlock extends TransformerBlock {

    private final ViViTConfig.Attention kind;
    private final int heads;
    private final boolean timeFirst;
    private final double dropRate;
    private final Attention[] attentions;
    private final Mlp mlp;

    /**
     * @param kind how this block attends; the factorised encoder's blocks are plain ones
     * @param dropRate probability of dropping each branch; factorised self-attention knows none
     */
    ViViTBlock(ViViTConfig config, ViViTConfig.Attention kind, double dropRate) {
        this.kind = kind;
        this.dropRate = dropRate;
        heads = config.heads();
        timeFirst = config.order() == ViViTConfig.Order.TIME_SPACE;
        int d = config.width();
        var square = Init.uniform(Math.sqrt(3.0 / d));
        var wide = Init.uniform(Math.sqrt(6.0 / (d + config.mlpWidth())));
        boolean selfAttention = kind == ViViTConfig.Attention.FACTORISED_SELF_ATTENTION;
        attentions = selfAttention
                ? new Attention[] {
                    attention("norm_space", "attn_space", d, square), attention("norm_time", "attn_time", d, square)
                }
                : new Attention[] {attention("norm1", "attn", d, square)};
        mlp = mlp(selfAttention ? "norm_mlp" : "norm2", d, config.mlpWidth(), wide, Init.normal(1e-6));
    }

    /**
     * @param x [n, L, width]
     * @param frames frames of tokens in x, for the factorised attentions
     */
    NDArray forward(Pass pass, NDArray x, int frames, DropPath dropPath) {
        try (NDManager scope = Torch.newManager()) {
            NDList arguments = new NDList(x);
            boolean selfAttention = kind == ViViTConfig.Attention.FACTORISED_SELF_ATTENTION;
            if (!selfAttention) {
                long rows = x.getShape().get(0);
                arguments.add(dropPath.drawOrNone(pass, scope, dropRate, new Shape(2, rows, 1, 1)));
            }
            for (Attention attention : attentions) {
                attention.addTo(arguments, pass);
            }
            mlp.addTo(arguments, pass);
            return switch (kind) {
                case SPACE_TIME, FACTORISED_ENCODER -> call(pass, "block", arguments, heads, 1);
                case FACTORISED_SELF_ATTENTION ->
                    call(pass, "factorised_self_attention", arguments, heads, frames, timeFirst ? 1 : 0);
                case FACTORISED_DOT_PRODUCT -> call(pass, "factorised_dot_product", arguments, heads, frames);
            };
        }
    }

    /**
     * Carries the relevance of this block's output tokens back to its input tokens.
     *
     * @param x the block's input [n, L, width]
     * @param relevance [n, L]
     * @return [n, L], owned by {@code x}'s manager
     */
    NDArray relevance(Pass pass, NDArray x, int frames, NDArray relevance) {
        return switch (kind) {
            case SPACE_TIME, FACTORISED_ENCODER ->
                relevance(pass, "block_relevance", x, relevance, attentions[0], heads);
            case FACTORISED_SELF_ATTENTION -> {
                NDList arguments = new NDList(x, relevance);
                for (Attention attention : attentions) {
                    attention.addTo(arguments, pass);
                }
                yield call(pass, "factorised_self_attention_relevance", arguments, heads, frames, timeFirst ? 1 : 0);
            }
            case FACTORISED_DOT_PRODUCT ->
                relevance(pass, "factorised_dot_product_relevance", x, relevance, attentions[0], heads, frames);
        };
    }
}
