package org.mvit4j.video.init;

import java.util.Arrays;
import java.util.TreeMap;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.TimeSformer;

/**
 * Starts TimeSformer from an image ViT or from another TimeSformer: attention along time copies the attention of its
 * block, the layer after it stays zero, positions are resized by nearest neighbour.
 *
 * @param flatPositions whether positions are resized along the flattened grid, which tears its rows apart; what the
 *     published training code does, for strict reproduction only
 */
public record TimeSformerInit(boolean flatPositions) {

    /** Positions resized in two dimensions. */
    public static final TimeSformerInit STANDARD = new TimeSformerInit(false);

    /**
     * Plans the start of a model.
     *
     * @param file a plain ViT or a TimeSformer under reference names
     * @throws CheckpointException if it is none, or of another size
     */
    public Transfer plan(StateDict file, TimeSformer model) {
        if (!file.contains("blocks.0.attn.qkv.weight")) {
            throw new CheckpointException(file.origin(), "is no ViT (it has no blocks.0.attn.qkv)", "give a plain ViT");
        }
        Transfer transfer = new Transfer(file);
        new TreeMap<>(model.namedShapes()).forEach((name, shape) -> place(transfer, file, name, shape));
        return transfer.done();
    }

    private void place(Transfer transfer, StateDict file, String name, long[] shape) {
        StoredTensor given = file.get(name);
        if (given == null) {
            given = file.get(name.replaceFirst("\\.(temporal|local|width)_(attn|norm1)\\.", ".$2."));
        }
        boolean head = name.startsWith("head.");
        if (given == null && (name.endsWith("_fc.weight") || name.endsWith("_fc.bias") || name.equals("time_embed"))) {
            transfer.zero(name, shape);
        } else if (head && (given == null || !Arrays.equals(given.shape(), shape))) {
            transfer.fresh(name);
        } else if (given == null) {
            throw new CheckpointException(file.origin(), "has no " + name, "give a ViT of the same depth");
        } else if (Arrays.equals(given.shape(), shape)) {
            transfer.copy(name, given);
        } else if (name.equals("time_embed") || name.equals("pos_embed")) {
            resample(transfer, name, shape, given);
        } else {
            throw new CheckpointException(
                    given, "does not fit " + Arrays.toString(shape), "give a ViT of the same size and patch");
        }
    }

    private void resample(Transfer transfer, String name, long[] shape, StoredTensor given) {
        int width = (int) shape[2];
        int cls = name.equals("pos_embed") ? 1 : 0;
        int rows = (int) given.shape()[1] - cls;
        int newRows = (int) shape[1] - cls;
        boolean square = cls == 1 && !flatPositions;
        int side = square ? (int) Math.round(Math.sqrt(rows)) : rows;
        int newSide = square ? (int) Math.round(Math.sqrt(newRows)) : newRows;
        transfer.computed(Transfer.Fate.RESAMPLED, name, shape, given, () -> {
            float[] table = given.toFloats();
            float[] result = new float[(newRows + cls) * width];
            System.arraycopy(table, 0, result, 0, cls * width);
            for (int i = 0; i < newRows; i++) {
                int row = square
                        ? nearest(i / newSide, side, newSide) * side + nearest(i % newSide, side, newSide)
                        : nearest(i, rows, newRows);
                System.arraycopy(table, (row + cls) * width, result, (i + cls) * width, width);
            }
            return result;
        });
    }

    /** In float32, as the reference computes it. */
    private static int nearest(int i, int in, int out) {
        return Math.min((int) (i * ((float) in / out)), in - 1);
    }
}
