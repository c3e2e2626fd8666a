package org.mvit4j.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The resolved plan of an MViT trunk.
 *
 * @param rank 2 for images, 3 for clips: the rank of the convolution kernels
 * @param patchKernel kernel of the patch embedding; padding is kernel / 2
 * @param patchStride stride of the patch embedding
 * @param embedDim width after the patch embedding
 * @param clsToken whether a class token is prepended
 * @param position the absolute position embedding
 * @param positionGrid the grid for which an absolute position is stored; sizes of the parameters
 * @param residualPooling whether the pooled query is added to the attention output
 * @param blocks the plan of every block
 * @param outputs for detection: stage output name to the index of the stage's last block; empty for classifiers
 */
public record MViTConfig(
        int rank,
        Extent patchKernel,
        Extent patchStride,
        int embedDim,
        boolean clsToken,
        Position position,
        Extent positionGrid,
        boolean residualPooling,
        List<MViTBlockConfig> blocks,
        Map<String, Integer> outputs) {

    /** Absolute position embeddings. */
    public enum Position {
        /** None: the published MViTv2 models. */
        NONE,
        /** One parameter {@code pos_embed} with a cls entry, as the classifiers store it. */
        JOINT_WITH_CLS,
        /** One parameter {@code pos_embed} without a cls entry. */
        JOINT,
        /** {@code pos_embed_spatial}, {@code pos_embed_temporal} and, with a cls token, {@code pos_embed_class}. */
        SEPARABLE
    }

    public MViTConfig {
        blocks = List.copyOf(blocks);
        outputs = Map.copyOf(new TreeMap<>(outputs));
    }

    /** Returns this plan with other blocks. */
    public MViTConfig withBlocks(List<MViTBlockConfig> value) {
        return new MViTConfig(
                rank,
                patchKernel,
                patchStride,
                embedDim,
                clsToken,
                position,
                positionGrid,
                residualPooling,
                value,
                outputs);
    }

    /** Returns the number of blocks. */
    public int depth() {
        return blocks.size();
    }

    /** Returns the width of the last block's output. */
    public int outputDim() {
        return blocks.get(blocks.size() - 1).outputDim();
    }

    /** Returns the names of all stage outputs, {@code scale2} first. */
    public List<String> outputNames() {
        return outputs.keySet().stream().sorted().toList();
    }

    /** Returns the channels of a stage output. */
    public int channels(String output) {
        return blocks.get(index(output)).outputDim();
    }

    /** Returns the stride of a stage output in pixels: 4 for {@code scale2} and so on. */
    public int stride(String output) {
        int stride = patchStride.h();
        for (int i = 0; i <= index(output); i++) {
            stride *= blocks.get(i).queryStride().h();
        }
        return stride;
    }

    private int index(String output) {
        Integer index = outputs.get(output);
        if (index == null) {
            throw new IllegalArgumentException("no stage output '" + output + "'; there are " + outputNames());
        }
        return index;
    }

    /** Starts a detection backbone with the published defaults; set depth, heads and stage ends. */
    public static Detection detection() {
        return new Detection();
    }

    /**
     * Settings of the detection backbone, named as detectron2's constructor. Window attention everywhere but in the
     * last block of the last three stages; key/value stride doubled in the last block of the second and third stage.
     */
    public static final class Detection {
        private int imgSize = 224;
        private int patchKernel = 7;
        private int patchStride = 4;
        private int embedDim = 96;
        private int depth = 16;
        private int numHeads = 1;
        private List<Integer> lastBlockIndexes = List.of(0, 2, 11, 15);
        private int qkvPoolKernel = 3;
        private int adaptiveKvStride = 4;
        private int adaptiveWindowSize = 56;
        private boolean residualPooling = true;
        private double dropPathRate;
        private boolean useAbsPos;
        private boolean useRelPos = true;
        private boolean pretrainUseClsToken = true;
        private int pretrainImgSize = 224;
        private List<String> outFeatures = List.of("scale2", "scale3", "scale4", "scale5");

        private Detection() {}

        public Detection imgSize(int value) {
            imgSize = value;
            return this;
        }

        public Detection patchKernel(int value) {
            patchKernel = value;
            return this;
        }

        public Detection patchStride(int value) {
            patchStride = value;
            return this;
        }

        public Detection embedDim(int value) {
            embedDim = value;
            return this;
        }

        public Detection depth(int value) {
            depth = value;
            return this;
        }

        public Detection numHeads(int value) {
            numHeads = value;
            return this;
        }

        public Detection lastBlockIndexes(List<Integer> value) {
            lastBlockIndexes = List.copyOf(value);
            return this;
        }

        public Detection qkvPoolKernel(int value) {
            qkvPoolKernel = value;
            return this;
        }

        public Detection adaptiveKvStride(int value) {
            adaptiveKvStride = value;
            return this;
        }

        public Detection adaptiveWindowSize(int value) {
            adaptiveWindowSize = value;
            return this;
        }

        public Detection residualPooling(boolean value) {
            residualPooling = value;
            return this;
        }

        public Detection dropPathRate(double value) {
            dropPathRate = value;
            return this;
        }

        public Detection useAbsPos(boolean value) {
            useAbsPos = value;
            return this;
        }

        public Detection useRelPos(boolean value) {
            useRelPos = value;
            return this;
        }

        public Detection pretrainUseClsToken(boolean value) {
            pretrainUseClsToken = value;
            return this;
        }

        public Detection pretrainImgSize(int value) {
            pretrainImgSize = value;
            return this;
        }

        public Detection outFeatures(List<String> value) {
            outFeatures = List.copyOf(value);
            return this;
        }

        /** Resolves the plan of every block. */
        public MViTConfig build() {
            int stages = lastBlockIndexes.size();
            if (stages == 0 || lastBlockIndexes.get(stages - 1) != depth - 1) {
                throw new IllegalArgumentException(
                        "last_block_indexes " + lastBlockIndexes + " must end with depth - 1 = " + (depth - 1));
            }
            int dim = embedDim;
            int dimOut = embedDim;
            int heads = numHeads;
            int kvStride = adaptiveKvStride;
            int window = adaptiveWindowSize;
            int grid = imgSize / patchStride;
            int stage = 2;
            List<MViTBlockConfig> blocks = new ArrayList<>();
            Map<String, Integer> outputs = new TreeMap<>();
            for (int i = 0; i < depth; i++) {
                int end = lastBlockIndexes.indexOf(i);
                boolean opens = lastBlockIndexes.contains(i - 1);
                int strideQ = opens ? 2 : 1;
                // in the last block of the two middle stages keys are pooled twice as much
                int strideKv = end == 1 || end == 2 ? kvStride * 2 : kvStride;
                // global attention closes every stage but the first
                int blockWindow = end >= 1 ? 0 : window;
                int rows = useRelPos ? 2 * Math.max(grid / strideQ, grid / strideKv) - 1 : 0;
                blocks.add(new MViTBlockConfig(
                        dim,
                        dimOut,
                        dimOut,
                        heads,
                        new MViTBlockConfig.Pool(Extent.square(qkvPoolKernel), Extent.square(strideQ)),
                        new MViTBlockConfig.Pool(Extent.square(qkvPoolKernel), Extent.square(strideKv)),
                        blockWindow,
                        rows,
                        0,
                        depth == 1 ? 0 : dropPathRate * i / (depth - 1)));
                dim = dimOut;
                if (end >= 0) {
                    String name = "scale" + stage;
                    if (outFeatures.contains(name)) {
                        outputs.put(name, i);
                    }
                    dimOut *= 2;
                    heads *= 2;
                    kvStride = Math.max(kvStride / 2, 1);
                    stage++;
                }
                if (opens) {
                    window /= 2;
                    grid /= 2;
                }
            }
            for (String name : outFeatures) {
                if (!outputs.containsKey(name)) {
                    throw new IllegalArgumentException(
                            "out_features names '" + name + "'; the stages are scale2..scale" + (stage - 1));
                }
            }
            return new MViTConfig(
                    2,
                    Extent.square(patchKernel),
                    Extent.square(patchStride),
                    embedDim,
                    false,
                    !useAbsPos ? Position.NONE : pretrainUseClsToken ? Position.JOINT_WITH_CLS : Position.JOINT,
                    Extent.square(pretrainImgSize / patchStride),
                    residualPooling,
                    blocks,
                    outputs);
        }
    }
}
