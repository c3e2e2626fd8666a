package org.mvit4j.backbone;

import java.util.List;

/**
 * The plan of a {@link ViT}, with the names of detectron2's constructor.
 *
 * @param imgSize image side that sizes the relative position tables of global blocks
 * @param patchSize side of a patch in pixels
 * @param embedDim width of the tokens
 * @param depth number of blocks
 * @param numHeads attention heads
 * @param mlpRatio hidden width of the MLP over its input width
 * @param dropPathRate drop path of the last block; it grows linearly from 0 at the first
 * @param windowSize attention window in tokens
 * @param windowBlocks indices of the blocks with windows; the others see the whole map
 * @param useRelPos whether attention has decomposed relative positions
 * @param useAbsPos whether an absolute position is added to the patches
 * @param pretrainImgSize image side for which the absolute position is stored
 * @param pretrainUseClsToken whether the stored absolute position begins with a class entry
 */
public record ViTConfig(
        int imgSize,
        int patchSize,
        int embedDim,
        int depth,
        int numHeads,
        double mlpRatio,
        double dropPathRate,
        int windowSize,
        List<Integer> windowBlocks,
        boolean useRelPos,
        boolean useAbsPos,
        int pretrainImgSize,
        boolean pretrainUseClsToken) {

    public ViTConfig {
        windowBlocks = List.copyOf(windowBlocks);
        if (embedDim % numHeads != 0) {
            throw new IllegalArgumentException("embed_dim " + embedDim + " is not a multiple of num_heads " + numHeads);
        }
        for (int block : windowBlocks) {
            if (block < 0 || block >= depth) {
                throw new IllegalArgumentException(
                        "window_block_indexes names block " + block + "; there are " + depth + " blocks");
            }
        }
    }

    /** Window of a block in tokens, 0 for global attention. */
    int window(int block) {
        return windowBlocks.contains(block) ? windowSize : 0;
    }

    /** Drop path rate of a block. */
    double dropPath(int block) {
        return depth == 1 ? 0 : dropPathRate * block / (depth - 1);
    }

    /** Starts with ViTDet-B. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the options; those that are not set are ViTDet-B's. */
    public static final class Builder {
        private int imgSize = 1024;
        private int patchSize = 16;
        private int embedDim = 768;
        private int depth = 12;
        private int numHeads = 12;
        private double mlpRatio = 4;
        private double dropPathRate;
        private int windowSize = 14;
        private List<Integer> windowBlocks = List.of(0, 1, 3, 4, 6, 7, 9, 10);
        private boolean useRelPos = true;
        private boolean useAbsPos = true;
        private int pretrainImgSize = 224;
        private boolean pretrainUseClsToken = true;

        private Builder() {}

        public Builder imgSize(int value) {
            imgSize = value;
            return this;
        }

        public Builder patchSize(int value) {
            patchSize = value;
            return this;
        }

        public Builder embedDim(int value) {
            embedDim = value;
            return this;
        }

        public Builder depth(int value) {
            depth = value;
            return this;
        }

        public Builder numHeads(int value) {
            numHeads = value;
            return this;
        }

        public Builder mlpRatio(double value) {
            mlpRatio = value;
            return this;
        }

        public Builder dropPathRate(double value) {
            dropPathRate = value;
            return this;
        }

        /** Window in tokens, and the blocks that have it. */
        public Builder window(int size, List<Integer> blocks) {
            windowSize = size;
            windowBlocks = blocks;
            return this;
        }

        public Builder useRelPos(boolean value) {
            useRelPos = value;
            return this;
        }

        public Builder useAbsPos(boolean value) {
            useAbsPos = value;
            return this;
        }

        public Builder pretrainImgSize(int value) {
            pretrainImgSize = value;
            return this;
        }

        public Builder pretrainUseClsToken(boolean value) {
            pretrainUseClsToken = value;
            return this;
        }

        public ViTConfig build() {
            return new ViTConfig(
                    imgSize,
                    patchSize,
                    embedDim,
                    depth,
                    numHeads,
                    mlpRatio,
                    dropPathRate,
                    windowSize,
                    windowBlocks,
                    useRelPos,
                    useAbsPos,
                    pretrainImgSize,
                    pretrainUseClsToken);
        }
    }
}
