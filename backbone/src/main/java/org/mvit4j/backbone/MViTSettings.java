package org.mvit4j.backbone;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the image and video classifiers, named as in the published configuration files, from which
 * {@link #resolve} computes the plan of every block.
 *
 * @param rank 2 for images ({@code PATCH_2D}), 3 for clips
 * @param frames {@code DATA.NUM_FRAMES}; 1 for images
 * @param cropSize {@code DATA.TRAIN_CROP_SIZE}, the side for which tables are dimensioned
 * @param patchKernel {@code PATCH_KERNEL}
 * @param patchStride {@code PATCH_STRIDE}
 * @param embedDim {@code EMBED_DIM}
 * @param numHeads {@code NUM_HEADS}
 * @param depth {@code DEPTH}
 * @param mlpRatio {@code MLP_RATIO}
 * @param clsToken {@code CLS_EMBED_ON}
 * @param useAbsPos {@code USE_ABS_POS}
 * @param sepPosEmbed {@code SEP_POS_EMBED}
 * @param relPosSpatial {@code REL_POS_SPATIAL}
 * @param relPosTemporal {@code REL_POS_TEMPORAL}
 * @param residualPooling {@code RESIDUAL_POOLING}
 * @param dimMulInAtt {@code DIM_MUL_IN_ATT}
 * @param dimMul {@code DIM_MUL}: block index to width factor
 * @param headMul {@code HEAD_MUL}: block index to head factor
 * @param poolKernel {@code POOL_KVQ_KERNEL}; absent, kernels are stride + 1 where the stride is above one
 * @param poolQStride {@code POOL_Q_STRIDE}: block index to stride; blocks not listed keep the query as it is
 * @param poolKvStride {@code POOL_KV_STRIDE}: block index to stride, used without an adaptive stride
 * @param poolKvStrideAdaptive {@code POOL_KV_STRIDE_ADAPTIVE}: divided by the query stride wherever that is listed
 * @param dropPathRate {@code DROPPATH_RATE}
 * @param numClasses {@code MODEL.NUM_CLASSES}
 * @param headDropout {@code MODEL.DROPOUT_RATE}
 * @param meanPooling {@code USE_MEAN_POOLING}: drop the cls token, mean, then normalise
 * @param poolMode {@code MODE}
 */
public record MViTSettings(
        int rank,
        int frames,
        int cropSize,
        Extent patchKernel,
        Extent patchStride,
        int embedDim,
        int numHeads,
        int depth,
        double mlpRatio,
        boolean clsToken,
        boolean useAbsPos,
        boolean sepPosEmbed,
        boolean relPosSpatial,
        boolean relPosTemporal,
        boolean residualPooling,
        boolean dimMulInAtt,
        Map<Integer, Double> dimMul,
        Map<Integer, Double> headMul,
        @Nullable Extent poolKernel,
        @JsonProperty("pool_q_stride") Map<Integer, Extent> poolQStride,
        Map<Integer, Extent> poolKvStride,
        @Nullable Extent poolKvStrideAdaptive,
        double dropPathRate,
        int numClasses,
        double headDropout,
        boolean meanPooling,
        MViTBlockConfig.PoolMode poolMode) {

    public MViTSettings {
        if (mlpRatio != 4) {
            throw new IllegalArgumentException("MLP_RATIO " + mlpRatio + " is not supported; the models use 4");
        }
    }

    /** The same for another number of classes. */
    public MViTSettings withClasses(int classes) {
        return with(frames, cropSize, classes);
    }

    /** The same for clips of another length and crop. */
    public MViTSettings withClip(int clipFrames, int crop) {
        return with(clipFrames, crop, numClasses);
    }

    private MViTSettings with(int clipFrames, int crop, int classes) {
        return new MViTSettings(
                rank,
                clipFrames,
                crop,
                patchKernel,
                patchStride,
                embedDim,
                numHeads,
                depth,
                mlpRatio,
                clsToken,
                useAbsPos,
                sepPosEmbed,
                relPosSpatial,
                relPosTemporal,
                residualPooling,
                dimMulInAtt,
                dimMul,
                headMul,
                poolKernel,
                poolQStride,
                poolKvStride,
                poolKvStrideAdaptive,
                dropPathRate,
                classes,
                headDropout,
                meanPooling,
                poolMode);
    }

    /** Computes the plan of every block. */
    public MViTConfig resolve() {
        Extent grid = new Extent(
                rank == 2 ? 1 : frames / patchStride.t(), cropSize / patchStride.h(), cropSize / patchStride.w());
        Extent size = grid;
        Extent kv = poolKvStrideAdaptive;
        int dim = embedDim;
        int heads = numHeads;
        List<MViTBlockConfig> blocks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            heads = roundWidth(heads, headMul.getOrDefault(i, 1.0), 1);
            int factorAt = dimMulInAtt ? i : i + 1;
            int divisor = roundWidth(heads, headMul.getOrDefault(factorAt, 1.0), 1);
            int out = roundWidth(dim, dimMul.getOrDefault(factorAt, 1.0), divisor);
            Extent q = poolQStride.get(i);
            if (q != null && kv != null) {
                kv = new Extent(max1(kv.t() / q.t()), max1(kv.h() / q.h()), max1(kv.w() / q.w()));
            }
            Extent kvHere = kv != null ? kv : poolKvStride.get(i);
            Extent qStride = q == null ? Extent.ONE : q;
            Extent kvStride = kvHere == null ? Extent.ONE : kvHere;
            Extent qSize = size.floorDiv(qStride);
            Extent kvSize = size.floorDiv(kvStride);
            blocks.add(new MViTBlockConfig(
                    dim,
                    dimMulInAtt ? out : dim,
                    out,
                    heads,
                    q == null ? null : MViTBlockConfig.Pool.of(kernel(q), q, poolMode),
                    kvHere == null ? null : MViTBlockConfig.Pool.of(kernel(kvHere), kvHere, poolMode),
                    0,
                    relPosSpatial ? 2 * Math.max(qSize.h(), kvSize.h()) - 1 : 0,
                    relPosTemporal && rank == 3 ? 2 * size.t() - 1 : 0,
                    depth == 1 ? 0 : dropPathRate * i / (depth - 1)));
            if (q != null) {
                size = size.floorDiv(q);
            }
            dim = out;
        }
        MViTConfig.Position position = !useAbsPos
                ? MViTConfig.Position.NONE
                : sepPosEmbed
                        ? MViTConfig.Position.SEPARABLE
                        : clsToken ? MViTConfig.Position.JOINT_WITH_CLS : MViTConfig.Position.JOINT;
        return new MViTConfig(
                rank, patchKernel, patchStride, embedDim, clsToken, position, grid, residualPooling, blocks, Map.of());
    }

    private Extent kernel(Extent stride) {
        return poolKernel != null ? poolKernel : new Extent(beyond(stride.t()), beyond(stride.h()), beyond(stride.w()));
    }

    private static int beyond(int stride) {
        return stride > 1 ? stride + 1 : 1;
    }

    private static int max1(int value) {
        return Math.max(value, 1);
    }

    /** Multiplies a width and rounds it to a multiple of the divisor, never losing more than a tenth. */
    private static int roundWidth(int width, double factor, int divisor) {
        double product = width * factor;
        int rounded = Math.max(divisor, (int) (product + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * product ? rounded + divisor : rounded;
    }
}
