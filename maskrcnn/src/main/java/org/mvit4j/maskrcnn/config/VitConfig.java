package org.mvit4j.maskrcnn.config;

import java.util.List;

/**
 * Plain vision transformer as a detection backbone (Li et al., ViTDet, ECCV 2022): one map of stride
 * {@code patch_size}.
 *
 * @param imgSize image side that sizes the relative position tables of global blocks
 * @param patchSize side of a patch in pixels
 * @param embedDim channels
 * @param depth number of blocks
 * @param numHeads attention heads
 * @param mlpRatio hidden width of the MLP over its input width
 * @param qkvBias whether the joint q, k, v projection has a bias
 * @param dropPathRate stochastic depth of the last block; it grows linearly from 0 at the first
 * @param windowSize attention window in tokens, for the blocks listed next
 * @param windowBlockIndexes blocks with windowed attention; all others see the whole map
 * @param useRelPos whether attention has decomposed relative positions
 * @param useAbsPos whether an absolute position embedding is added after the patch embedding
 * @param pretrainImgSize image side at which the absolute position embedding was trained
 * @param pretrainUseClsToken whether that embedding has a first entry for a class token
 * @param activationCheckpoint whether training recomputes block activations instead of keeping them
 */
public record VitConfig(
        int imgSize,
        int patchSize,
        int embedDim,
        int depth,
        int numHeads,
        double mlpRatio,
        boolean qkvBias,
        double dropPathRate,
        int windowSize,
        List<Integer> windowBlockIndexes,
        boolean useRelPos,
        boolean useAbsPos,
        int pretrainImgSize,
        boolean pretrainUseClsToken,
        boolean activationCheckpoint)
        implements BackboneConfig {

    public VitConfig {
        windowBlockIndexes = List.copyOf(windowBlockIndexes);
        Check.positive("patch_size", patchSize);
        Check.positive("embed_dim", embedDim);
        Check.positive("depth", depth);
        Check.positive("num_heads", numHeads);
        Check.positive("mlp_ratio", mlpRatio);
        Check.positive("window_size", windowSize);
        Check.fraction("drop_path_rate", dropPathRate);
        Check.that(
                embedDim % numHeads == 0,
                "embed_dim " + embedDim + " is not a multiple of num_heads " + numHeads + "; make it one");
        Check.that(
                imgSize > 0 && imgSize % patchSize == 0,
                "img_size is " + imgSize + "; it must be a multiple of patch_size " + patchSize);
        Check.that(
                pretrainImgSize > 0 && pretrainImgSize % patchSize == 0,
                "pretrain_img_size is " + pretrainImgSize + "; it must be a multiple of patch_size " + patchSize);
        for (int index : windowBlockIndexes) {
            Check.that(
                    index >= 0 && index < depth,
                    "window_block_indexes holds " + index + " but there are only blocks 0 to " + (depth - 1));
        }
    }
}
