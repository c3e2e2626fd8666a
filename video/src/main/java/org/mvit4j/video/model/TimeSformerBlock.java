package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.backbone.Extent;
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
        boolean plain = config.scheme() == TimeSformerConfig.Scheme.SPACE_ONLY
                || config.scheme() == TimeSformerConfig.Scheme.JOINT_SPACE_TIME;
        return plain ? plain(pass, x, dropPath) : stepwise(pass, x, grid, dropPath);
    }

    private NDArray plain(Pass pass, NDArray x, DropPath dropPath) {
        try (NDManager scope = Torch.newManager()) {
            long rows = x.getShape().get(0);
            NDList arguments = new NDList(x, dropPath.draw(pass, scope, dropRate, new Shape(2, rows, 1, 1)));
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
                NDList arguments = new NDList(y, drop(pass, scope, dropPath, batch * step.rows.count(grid)));
                step.attention.addTo(arguments, pass);
                add(arguments, pass, step.fc);
                y = next(x, y, attend(pass, "patch_step", arguments, step.rows, grid));
            }
            Rows rows = clsRows();
            NDList arguments = new NDList(y, drop(pass, scope, dropPath, batch * rows.count(grid)));
            attention.addTo(arguments, pass);
            y = next(x, y, attend(pass, "cls_step", arguments, rows, grid));
            arguments = new NDList(y, drop(pass, scope, dropPath, batch));
            mlp.addTo(arguments, pass);
            return next(x, y, call(pass, "mlp_step", arguments, 0));
        }
    }

    /** The softmax of this block's attentions on {@code x}, as {@link #forward} takes it. */
    AttentionMaps attentionMaps(Pass pass, NDArray x, Extent grid) {
        boolean divided = config.scheme() == TimeSformerConfig.Scheme.DIVIDED_SPACE_TIME;
        if (!divided) {
            return new AttentionMaps(null, map(pass, x, attention, -1, grid));
        }
        try (NDManager scope = Torch.newManager()) {
            PatchStep step = patchSteps.get(0);
            NDList arguments = new NDList(x, drop(pass, scope, new DropPath(true), 0));
            step.attention.addTo(arguments, pass);
            add(arguments, pass, step.fc);
            try (NDArray between = attend(pass, "patch_step", arguments, step.rows, grid)) {
                return new AttentionMaps(
                        map(pass, x, step.attention, Rows.TIME.ordinal(), grid),
                        map(pass, between, attention, Rows.FRAME.ordinal(), grid));
            }
        }
    }

    private NDArray map(Pass pass, NDArray x, Attention step, int rows, Extent grid) {
        NDList arguments = new NDList(x);
        add(arguments, pass, step.norm());
        add(arguments, pass, step.qkv());
        return call(pass, "attention_map", arguments, config.heads(), rows, grid.t(), grid.h(), grid.w());
    }

    private Rows clsRows() {
        return switch (config.scheme()) {
            case DIVIDED_SPACE_TIME, SPACE_ONLY, JOINT_SPACE_TIME -> Rows.FRAME;
            case SPARSE_LOCAL_GLOBAL -> Rows.STRIDED;
            case AXIAL -> Rows.COLUMN;
        };
    }

    private NDArray attend(Pass pass, String function, NDList arguments, Rows rows, Extent grid) {
        return call(pass, function, arguments, config.heads(), rows.ordinal(), grid.t(), grid.h(), grid.w());
    }

    private NDArray drop(Pass pass, NDManager scope, DropPath dropPath, long rows) {
        return dropPath.draw(pass, scope, dropRate, new Shape(rows, 1, 1));
    }

    /** Closes what a step made for the next one; the block's input is its caller's. */
    private static NDArray next(NDArray input, NDArray old, NDArray value) {
        if (old != input) {
            old.close();
        }
        return value;
    }
}
