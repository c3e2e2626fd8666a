package org.mvit4j.maskrcnn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.MViTConfig;

/**
 * Multiscale vision transformer as a detection backbone (Li et al., MViTv2, CVPR 2022).
 *
 * <p>Names and meaning are those of detectron2's {@code MViT}. Outputs are {@code scale2..scale5}, strides 4 to 32.
 *
 * @param embedDim channels of the first stage; they double from stage to stage
 * @param depth number of blocks
 * @param numHeads attention heads of the first stage; they double with the channels
 * @param lastBlockIndexes index of the last block of each of the four stages; the last is {@code depth − 1}
 * @param dropPathRate stochastic depth of the last block; it grows linearly from 0 at the first
 * @param adaptiveKvStride stride of key and value pooling in the first stage; it halves from stage to stage
 * @param adaptiveWindowSize attention window of the first stage in tokens; it halves one block into each later stage
 * @param residualPooling whether the pooled query is added to the attention output
 * @param useRelPos whether attention has decomposed relative positions
 * @param useAbsPos whether an absolute position embedding is added after the patch embedding
 * @param pretrainImgSize image side at which the absolute position embedding was trained
 * @param pretrainUseClsToken whether that embedding has a first entry for a class token
 * @param imgSize image side that sizes the relative position tables; not the size of the input
 * @param activationCheckpoint whether training recomputes block activations instead of keeping them
 * @param linearInitGain standard deviation of the linear layers' random weights in units of 1/√inputs, which narrow
 *     models without pretraining learn sooner from; absent for the published 0.02 everywhere
 */
public record MvitConfig(
        int embedDim,
        int depth,
        int numHeads,
        List<Integer> lastBlockIndexes,
        double dropPathRate,
        int adaptiveKvStride,
        int adaptiveWindowSize,
        boolean residualPooling,
        boolean useRelPos,
        boolean useAbsPos,
        int pretrainImgSize,
        boolean pretrainUseClsToken,
        int imgSize,
        boolean activationCheckpoint,
        @Nullable Double linearInitGain)
        implements BackboneConfig {

    /** Number of stages, and of output maps. */
    public static final int STAGES = 4;

    public MvitConfig {
        lastBlockIndexes = List.copyOf(lastBlockIndexes);
        Check.positive("embed_dim", embedDim);
        Check.positive("depth", depth);
        Check.positive("num_heads", numHeads);
        Check.positive("adaptive_kv_stride", adaptiveKvStride);
        Check.positive("adaptive_window_size", adaptiveWindowSize);
        Check.fraction("drop_path_rate", dropPathRate);
        if (linearInitGain != null) {
            Check.positive("linear_init_gain", linearInitGain);
        }
        Check.that(
                embedDim % numHeads == 0,
                "embed_dim " + embedDim + " is not a multiple of num_heads " + numHeads + "; make it one");
        Check.size("last_block_indexes", lastBlockIndexes, STAGES);
        int previous = -1;
        for (int last : lastBlockIndexes) {
            Check.that(last > previous, "last_block_indexes must grow from stage to stage");
            previous = last;
        }
        Check.that(
                previous == depth - 1,
                "last_block_indexes ends with " + previous + " but depth is " + depth + "; it must end with "
                        + (depth - 1));
        Check.that(imgSize > 0 && imgSize % 32 == 0, "img_size is " + imgSize + "; it must be a multiple of 32");
        Check.that(
                pretrainImgSize > 0 && pretrainImgSize % 4 == 0,
                "pretrain_img_size is " + pretrainImgSize + "; it must be a multiple of 4");
        int smallestWindow = adaptiveWindowSize >> (STAGES - 1);
        Check.that(
                smallestWindow > 0 && smallestWindow << (STAGES - 1) == adaptiveWindowSize,
                "adaptive_window_size is " + adaptiveWindowSize + "; it must be a multiple of 8");
    }

    /** The plan of every block. */
    public MViTConfig plan() {
        return MViTConfig.detection()
                .embedDim(embedDim)
                .depth(depth)
                .numHeads(numHeads)
                .lastBlockIndexes(lastBlockIndexes)
                .dropPathRate(dropPathRate)
                .adaptiveKvStride(adaptiveKvStride)
                .adaptiveWindowSize(adaptiveWindowSize)
                .residualPooling(residualPooling)
                .useRelPos(useRelPos)
                .useAbsPos(useAbsPos)
                .pretrainImgSize(pretrainImgSize)
                .pretrainUseClsToken(pretrainUseClsToken)
                .imgSize(imgSize)
                .build();
    }
}
