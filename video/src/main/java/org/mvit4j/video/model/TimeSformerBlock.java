package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.backbone.Extent;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/**
 * A TimeSformer block: attention among patches alone where the scheme has such steps ({@code temporal_norm1,
 * temporal_attn.*, temporal_fc}), attention with the cls token ({@code norm1, attn.*}), MLP ({@code norm2, mlp.*}).
 *
 * <p>Each {@code *_fc} starts at zero, so that a new block is that of an image model. It follows the drop path: a dropped
 * row still receives its bias.
 */
final class TimeSformerBlock extends TransformerBlock {

    /** Who attends to whom, by the numbers the script knows. */
    private enum Rows {
        TIME,
        ROW,
        FRAME,
        COLUMN,
        WINDOW,
        STRIDED;

        /** How many rows of tokens a clip has that attend separately. */
        long count(Extent grid) {
            return switch (this) {
                case TIME -> (long) grid.h() * grid.w();
                case ROW -> (long) grid.t() * grid.h();
                case FRAME -> grid.t();
                case COLUMN -> (long) grid.t() * grid.w();
                case WINDOW, STRIDED -> 1;
            };
        }
    }

    private record PatchStep(Rows rows, Attention attention, Linear fc) {}

    private final TimeSformerConfig config;
    private final double dropRate;
    private final List<PatchStep> patchSteps = new ArrayList<>();
    private final Attention attention;
    private final Mlp mlp;

    TimeSformerBlock(TimeSformerConfig config, double dropRate) {
        this.config = config;
        this.dropRate = dropRate;
        switch (config.scheme()) {
            case SPACE_ONLY, JOINT_SPACE_TIME -> {}
            case DIVIDED_SPACE_TIME -> patchStep(Rows.TIME, "temporal");
            case SPARSE_LOCAL_GLOBAL -> patchStep(Rows.WINDOW, "local");
            case AXIAL -> {
                patchStep(Rows.TIME, "temporal");
                patchStep(Rows.ROW, "width");
            }
        }
        attention = attention("norm1", "attn", config.width(), Init.truncatedNormal(0.02));
        mlp = mlp("norm2", config.width(), config.mlpWidth(), Init.truncatedNormal(0.02), Init.ZEROS);
    }

    private void patchStep(Rows rows, String name) {
        int d = config.width();
        Attention step = attention(name + "_norm1", name + "_attn", d, Init.truncatedNormal(0.02));
        patchSteps.add(new PatchStep(rows, step, child(name + "_fc", new Linear(d, d, Init.ZEROS))));
    }

    /**
     * @param x [B, 1 + H W T, D], cls token first, then patches with t fastest; with space-only attention [B T, 1 + H W,
     *     D]
     */
    NDArray forward(Pass pass, NDArray x, Extent grid, DropPath dropPath) {
        return plain() ? plain(pass, x, dropPath) : stepwise(pass, x, grid, dropPath);
    }

    private boolean plain() {
        return config.scheme() == TimeSformerConfig.Scheme.SPACE_ONLY
                || config.scheme() == TimeSformerConfig.Scheme.JOINT_SPACE_TIME;
    }

    private NDArray plain(Pass pass, NDArray x, DropPath dropPath) {
        try (NDManager scope = Torch.newManager()) {
            long rows = x.getShape().get(0);
            NDList arguments = new NDList(x, dropPath.drawOrNone(pass, scope, dropRate, new Shape(2, rows, 1, 1)));
            attention.addTo(arguments, pass);
            mlp.addTo(arguments, pass);
            return call(pass, "block", arguments, config.heads(), 0);
        }
    }

    private NDArray stepwise(Pass pass, NDArray x, Extent grid, DropPath dropPath) {
        long batch = x.getShape().get(0);
        try (NDManager scope = Torch.newManager()) {
            NDArray y = x;
            for (PatchStep step : patchSteps) {
                y = next(x, y, patchStep(pass, y, step, grid, scope, dropPath));
            }
            Rows rows = clsRows();
            NDList arguments = new NDList(y, drop(pass, scope, dropPath, batch * rows.count(grid)));
            attention.addTo(arguments, pass);
            y = next(x, y, call(pass, "cls_step", arguments, integers(rows, grid)));
            arguments = new NDList(y, drop(pass, scope, dropPath, batch));
            mlp.addTo(arguments, pass);
            return next(x, y, call(pass, "mlp_step", arguments, 0));
        }
    }

    private NDArray patchStep(Pass pass, NDArray x, PatchStep step, Extent grid, NDManager scope, DropPath dropPath) {
        NDList arguments =
                new NDList(x, drop(pass, scope, dropPath, x.getShape().get(0) * step.rows.count(grid)));
        step.attention.addTo(arguments, pass);
        add(arguments, pass, step.fc);
        return call(pass, "patch_step", arguments, integers(step.rows, grid));
    }

    /**
     * Carries the relevance of this block's output tokens of one clip back to its input tokens.
     *
     * @param x the block's input, as {@link #forward} takes it
     * @param relevance like x without the last axis
     * @return the same shape, owned by {@code x}'s manager
     */
    NDArray relevance(Pass pass, NDArray x, Extent grid, NDArray relevance) {
        if (plain()) {
            return relevance(pass, "block_relevance", x, relevance, attention, config.heads());
        }
        try (NDManager scope = Torch.newManager()) {
            List<NDArray> inputs = new ArrayList<>(List.of(x)); // of the patch steps, then of the last step
            for (PatchStep step : patchSteps) {
                NDArray y = patchStep(pass, inputs.get(inputs.size() - 1), step, grid, scope, new DropPath(true));
                y.attach(scope);
                inputs.add(y);
            }
            NDArray last = inputs.get(patchSteps.size());
            NDArray row = relevance(pass, "cls_step_relevance", last, relevance, attention, integers(clsRows(), grid));
            for (int i = patchSteps.size() - 1; i >= 0; i--) {
                PatchStep step = patchSteps.get(i);
                NDArray before = relevance(
                        pass, "patch_step_relevance", inputs.get(i), row, step.attention, integers(step.rows, grid));
                row.close();
                row = before;
            }
            row.attach(x.getManager());
            return row;
        }
    }

    private Rows clsRows() {
        return switch (config.scheme()) {
            case DIVIDED_SPACE_TIME, SPACE_ONLY, JOINT_SPACE_TIME -> Rows.FRAME;
            case SPARSE_LOCAL_GLOBAL -> Rows.STRIDED;
            case AXIAL -> Rows.COLUMN;
        };
    }

    private long[] integers(Rows rows, Extent grid) {
        return new long[] {config.heads(), rows.ordinal(), grid.t(), grid.h(), grid.w()};
    }

    private NDArray drop(Pass pass, NDManager scope, DropPath dropPath, long rows) {
        return dropPath.drawOrNone(pass, scope, dropRate, new Shape(rows, 1, 1));
    }

    /** Closes what a step made for the next one; the block's input is its caller's. */
    private static NDArray next(NDArray input, NDArray old, NDArray value) {
        if (old != input) {
            old.close();
        }
        return value;
    }
}
