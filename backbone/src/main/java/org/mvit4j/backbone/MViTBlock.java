package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Recompute;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.TorchScript;

/**
 * One multiscale block: pooling attention with decomposed relative positions and residual pooling, then the MLP.
 *
 * <p>The computation itself reads top-down in {@code mvit.ts}; this class holds the parameters under their reference
 * names ({@code norm1, attn.qkv, attn.pool_q, attn.norm_q, …, attn.rel_pos_h, norm2, mlp.fc1, mlp.fc2, proj}).
 */
public final class MViTBlock extends NamedBlock {

    private static final Shape NONE = new Shape(0);

    private final MViTBlockConfig config;
    private final boolean clsToken;
    private final boolean residualPooling;

    private final LayerNorm norm1;
    private final Attention attn;
    private final LayerNorm norm2;
    private final Linear fc1;
    private final Linear fc2;
    private final @Nullable Linear proj;

    MViTBlock(MViTBlockConfig config, int rank, boolean clsToken, boolean residualPooling) {
        this.config = config;
        this.clsToken = clsToken;
        this.residualPooling = residualPooling;
        norm1 = child("norm1", new LayerNorm(config.dim()));
        attn = child("attn", new Attention(config, rank));
        norm2 = child("norm2", new LayerNorm(config.attentionDim()));
        fc1 = child("mlp.fc1", linear(config.attentionDim(), 4 * config.attentionDim()));
        fc2 = child("mlp.fc2", linear(4 * config.attentionDim(), config.outputDim()));
        proj = config.dim() == config.outputDim() ? null : child("proj", linear(config.dim(), config.outputDim()));
    }

    private static Linear linear(int in, int out) {
        return new Linear(in, out, Init.truncatedNormal(0.02));
    }

    /** Returns the plan of this block. */
    public MViTBlockConfig config() {
        return config;
    }

    /** Returns the grid after this block. */
    public Extent outputGrid(Extent grid) {
        return grid.ceilDiv(config.queryStride());
    }

    /**
     * Runs the block.
     *
     * @param x tokens [B, (1 +) T H W, dim]; without training they are consumed, so the caller must not use them again
     * @param grid the grid T, H, W of the tokens
     * @param keep the drop path factors [2, B, 1, 1] of the two branches, or null for none; training only
     * @return tokens [B, (1 +) T' H' W', outputDim] of {@link #outputGrid}
     */
    public NDArray forward(Pass pass, NDArray x, Extent grid, @Nullable NDArray keep) {
        return run(pass.training() ? "block_train" : "block", pass, x, grid, keep);
    }

    /**
     * Runs the block so that its two halves, attention and MLP, are recomputed one by one.
     *
     * @return the second segment's output
     */
    NDArray forward(Recompute recompute, Pass pass, NDArray x, Extent grid, @Nullable NDArray keep) {
        NDArray half = recompute.segment(x, in -> run("attention_half", pass, in, grid, keep));
        return recompute.segment(half, in -> run("mlp_half", pass, in, grid, keep));
    }

    private NDArray run(String function, Pass pass, NDArray x, Extent grid, @Nullable NDArray keep) {
        try (NDManager scope = Torch.newManager()) {
            NDArray none = scope.create(NONE, DataType.FLOAT32);
            NDList arguments = new NDList(x);
            if (pass.training()) {
                arguments.add(keep == null ? none : keep);
            }
            add(arguments, pass, norm1);
            attn.addParameters(arguments, pass, none);
            add(arguments, pass, norm2);
            add(arguments, pass, fc1);
            add(arguments, pass, fc2);
            arguments.add(proj == null ? none : proj.weight(pass));
            arguments.add(proj == null ? none : proj.bias(pass));
            return Script.MVIT.call(function, pass.training(), arguments, integers(grid));
        }
    }

    /**
     * Carries the relevance of this block's output tokens back to its input tokens, as {@link Relevance} says.
     *
     * @param x the block's input [1, (1 +) T H W, dim]; not consumed
     * @param grid the grid T, H, W of the input
     * @param relevance [1, (1 +) T' H' W']
     * @return [1, (1 +) T H W], owned by {@code x}'s manager
     */
    NDArray relevance(Pass pass, NDArray x, Extent grid, NDArray relevance) {
        try (NDManager scope = Torch.newManager()) {
            NDArray none = scope.create(NONE, DataType.FLOAT32);
            NDList arguments = new NDList(x, relevance);
            add(arguments, pass, norm1);
            attn.addParameters(arguments, pass, none);
            return Script.MVIT.call("relevance", false, arguments, integers(grid));
        }
    }

    /** The integers of the script, in its order. */
    private long[] integers(Extent grid) {
        Extent q = config.queryStride();
        Extent kv = config.keyValueStride();
        Extent qKernel = plainKernel(config.queryPool());
        Extent kvKernel = plainKernel(config.keyValuePool());
        boolean max = isMax(config.queryPool()) || isMax(config.keyValuePool());
        return new long[] {
            clsToken ? 1 : 0,
            grid.t(),
            grid.h(),
            grid.w(),
            config.heads(),
            q.t(),
            q.h(),
            q.w(),
            kv.t(),
            kv.h(),
            kv.w(),
            config.window(),
            residualPooling ? 1 : 0,
            config.widthChangesInAttention() ? 1 : 0,
            max ? 1 : 0,
            qKernel.t(),
            qKernel.h(),
            qKernel.w(),
            kvKernel.t(),
            kvKernel.h(),
            kvKernel.w()
        };
    }

    /** The kernel of a pooling without parameters, one for every other. */
    private static Extent plainKernel(MViTBlockConfig.@Nullable Pool pool) {
        return pool == null || pool.mode() == MViTBlockConfig.PoolMode.CONV ? Extent.ONE : pool.kernel();
    }

    private static boolean isMax(MViTBlockConfig.@Nullable Pool pool) {
        return pool != null && pool.mode() == MViTBlockConfig.PoolMode.MAX;
    }

    private static void add(NDList arguments, Pass pass, LayerNorm norm) {
        arguments.add(norm.weight(pass));
        arguments.add(norm.bias(pass));
    }

    private static void add(NDList arguments, Pass pass, Linear linear) {
        arguments.add(linear.weight(pass));
        arguments.add(linear.bias(pass));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("a block needs its grid: call forward(Pass, NDArray, Extent, NDArray)");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException("the output shape depends on the grid: see outputGrid");
    }

    /** The script, compiled when the first block runs. */
    static final class Script {
        static final TorchScript MVIT = TorchScript.load(MViTBlock.class, "mvit.ts");

        private Script() {}
    }

    /** The parameters of pooling attention. */
    private static final class Attention extends NamedBlock {
        private final Linear qkv;
        private final Linear proj;
        private final Pooling q;
        private final Pooling k;
        private final Pooling v;
        private final @Nullable Parameter relPosH;
        private final @Nullable Parameter relPosW;
        private final @Nullable Parameter relPosT;

        Attention(MViTBlockConfig config, int rank) {
            int dim = config.attentionDim();
            long head = dim / config.heads();
            qkv = child("qkv", linear(config.dim(), 3 * dim));
            proj = child("proj", linear(dim, dim));
            q = pooling("q", config.queryPool(), head, rank);
            k = pooling("k", config.keyValuePool(), head, rank);
            v = pooling("v", config.keyValuePool(), head, rank);
            relPosH = table("rel_pos_h", config.spatialRows(), head);
            relPosW = table("rel_pos_w", config.spatialRows(), head);
            relPosT = table("rel_pos_t", config.temporalRows(), head);
        }

        private @Nullable Parameter table(String name, int rows, long head) {
            return rows == 0 ? null : parameter(name, Parameter.Type.OTHER, new Shape(rows, head), Init.ZEROS);
        }

        private Pooling pooling(String name, MViTBlockConfig.@Nullable Pool pool, long head, int rank) {
            if (pool == null || pool.mode() != MViTBlockConfig.PoolMode.CONV) {
                return new Pooling(null, null);
            }
            Extent kernel = pool.kernel();
            Shape shape = rank == 2
                    ? new Shape(head, 1, kernel.h(), kernel.w())
                    : new Shape(head, 1, kernel.t(), kernel.h(), kernel.w());
            Parameter weight = parameter(
                    "pool_" + name + ".weight",
                    Parameter.Type.WEIGHT,
                    shape,
                    Init.uniformFanIn(shape.slice(1).size()));
            return new Pooling(weight, child("norm_" + name, new LayerNorm(head)));
        }

        /** In the order of the script's arguments. */
        void addParameters(NDList arguments, Pass pass, NDArray none) {
            add(arguments, pass, qkv);
            add(arguments, pass, proj);
            for (Pooling pooling : new Pooling[] {q, k, v}) {
                if (pooling.weight == null || pooling.norm == null) {
                    arguments.addAll(new NDList(none, none, none));
                } else {
                    arguments.add(pass.value(pooling.weight));
                    add(arguments, pass, pooling.norm);
                }
            }
            for (Parameter table : new @Nullable Parameter[] {relPosH, relPosW, relPosT}) {
                arguments.add(table == null ? none : pass.value(table));
            }
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            throw new UnsupportedOperationException("attention runs inside its block");
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            throw new UnsupportedOperationException("attention runs inside its block");
        }

        private record Pooling(
                @Nullable Parameter weight, @Nullable LayerNorm norm) {}
    }
}
