package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/** Attention rollout of an MViT trunk: a run that keeps each block's input, then a row of relevance carried back. */
final class MViTRollout {

    private final MViT trunk;
    private final boolean readsClass;

    /** @param readsClass whether the head reads the cls token, and not the mean of the grid */
    MViTRollout(MViT trunk, boolean readsClass) {
        this.trunk = trunk;
        this.readsClass = readsClass;
    }

    /** @param x one image or clip, with a batch axis */
    Relevance of(Pass pass, NDArray x) {
        if (x.getShape().get(0) != 1) {
            throw new IllegalArgumentException(
                    "rollout explains one clip at a time, not " + x.getShape().get(0));
        }
        List<MViTBlock> blocks = trunk.blocks();
        Extent grid = trunk.grid(x.getShape());
        try (NDManager scope = Torch.newManager(x.getDevice())) {
            List<NDArray> inputs = new ArrayList<>();
            List<Extent> grids = new ArrayList<>();
            NDArray tokens = trunk.embed(pass, x, grid);
            for (MViTBlock block : blocks) {
                NDArray input = tokens.duplicate();
                input.attach(scope);
                inputs.add(input);
                grids.add(grid);
                NDArray output = block.forward(pass, tokens, grid, null); // consumes its input
                tokens.close();
                tokens = output;
                grid = block.outputGrid(grid);
            }
            int length = (int) tokens.getShape().get(1);
            tokens.close();
            NDArray row = scope.create(start(length), new Shape(1, length));
            for (int i = blocks.size() - 1; i >= 0; i--) {
                NDArray before = blocks.get(i).relevance(pass, inputs.get(i), grids.get(i), row);
                row.close();
                inputs.get(i).close();
                row = before;
            }
            float[] values = row.toFloatArray();
            int cls = trunk.config().clsToken() ? 1 : 0;
            return new Relevance(
                    Arrays.copyOfRange(values, cls, values.length), grids.get(0), cls == 0 ? 0 : values[0]);
        }
    }

    private float[] start(int length) {
        float[] row = new float[length];
        if (readsClass) {
            row[0] = 1;
        } else {
            int cls = trunk.config().clsToken() ? 1 : 0;
            Arrays.fill(row, cls, length, 1f / (length - cls));
        }
        return row;
    }
}
