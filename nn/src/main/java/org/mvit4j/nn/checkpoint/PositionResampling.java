package org.mvit4j.nn.checkpoint;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which position tables can be brought to another size, and how. */
final class PositionResampling {
    private static final Pattern REL_POS = Pattern.compile("(.*\\.)?rel_pos_[hwt]");
    private static final Pattern POS_EMBED = Pattern.compile("(.*\\.)?pos_embed(_spatial|_temporal)?");
    private static final long MAX_ELEMENTS = 1 << 27;

    private PositionResampling() {}

    static boolean isRelPos(String name) {
        return REL_POS.matcher(name).matches();
    }

    static boolean isPosEmbed(String name) {
        return POS_EMBED.matcher(name).matches();
    }

    /** The table with the wanted shape; null when the two shapes are not two sizes of one table. */
    static @Nullable StoredTensor resize(StoredTensor table, long[] wanted) {
        long[] shape = table.shape();
        boolean sized = shape.length == wanted.length
                && shape.length >= 2
                && table.elementCount() > 0
                && Shape.elements(wanted) > 0
                && table.elementCount() <= MAX_ELEMENTS
                && Shape.elements(wanted) <= MAX_ELEMENTS;
        if (!sized) {
            return null;
        }
        int width = (int) wanted[wanted.length - 1];
        int rows = (int) shape[shape.length - 2];
        int newRows = (int) wanted[wanted.length - 2];
        if (shape[shape.length - 1] != width || shape.length == 3 && (shape[0] != 1 || wanted[0] != 1)) {
            return null;
        }
        if (isRelPos(table.name()) || table.name().endsWith("pos_embed_temporal")) {
            return StoredTensor.computed(
                    table.origin(), table.name(), wanted, () -> LinearTable.resample(table.toFloats(), rows, newRows));
        }
        int side = squareSide(rows);
        int newSide = squareSide(newRows);
        int extra = side * side == rows ? 0 : 1;
        if (side * side + extra != rows || newSide * newSide + extra != newRows) {
            return null;
        }
        return StoredTensor.computed(
                table.origin(), table.name(), wanted, () -> resizeGrid(table.toFloats(), width, extra, side, newSide));
    }

    private static int squareSide(int rows) {
        return (int) Math.sqrt(rows);
    }

    private static float[] resizeGrid(float[] values, int width, int extra, int side, int newSide) {
        float[] grid = new float[side * side * width];
        System.arraycopy(values, extra * width, grid, 0, grid.length);
        float[] resized = BicubicGrid.resample(grid, side, side, newSide, newSide);
        float[] result = new float[extra * width + resized.length];
        System.arraycopy(values, 0, result, 0, extra * width);
        System.arraycopy(resized, 0, result, extra * width, resized.length);
        return result;
    }
}
