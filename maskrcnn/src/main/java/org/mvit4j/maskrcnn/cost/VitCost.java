package org.mvit4j.maskrcnn.cost;

import java.util.List;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.maskrcnn.config.VitConfig;

/** Counts a plain vision transformer: the stem and all blocks. */
final class VitCost {

    private VitCost() {}

    static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    static List<PartCost> count(VitConfig vit, int height, int width) {
        long dim = vit.embedDim();
        long h = ceilDiv(height, vit.patchSize());
        long w = ceilDiv(width, vit.patchSize());
        long kernel = 3L * vit.patchSize() * vit.patchSize();
        long stored = (long) Math.pow(vit.pretrainImgSize() / vit.patchSize(), 2) + (vit.pretrainUseClsToken() ? 1 : 0);
        long positions = vit.useAbsPos() ? dim * stored : 0;
        long parameters = 0;
        long flops = 0;
        long hidden = Math.round(dim * vit.mlpRatio());
        for (int i = 0; i < vit.depth(); i++) {
            boolean windowed = vit.windowBlockIndexes().contains(i);
            long side = vit.windowSize();
            // a windowed block pads the map to whole windows before the projection to q, k and v
            long windows = windowed ? ceilDiv(h, side) * ceilDiv(w, side) : 1;
            long rows = windowed ? side : h;
            long columns = windowed ? side : w;
            long tokens = windows * rows * columns;
            long tableSide = windowed ? side : vit.imgSize() / vit.patchSize();
            parameters += 4 * dim + 3 * dim * dim + (vit.qkvBias() ? 3 * dim : 0) + dim * dim + dim;
            parameters += vit.useRelPos() ? 2 * (2 * tableSide - 1) * (dim / vit.numHeads()) : 0;
            parameters += 2 * dim * hidden + hidden + dim;
            flops += 4 * dim * dim * tokens + 2 * dim * tokens * rows * columns + 2 * dim * hidden * h * w;
            flops += vit.useRelPos() ? dim * tokens * (rows + columns) : 0;
            flops += 2 * PartCost.LAYER_NORM * dim * h * w;
        }
        return List.of(
                new PartCost("stem", kernel * dim + dim + positions, kernel * dim * h * w),
                new PartCost("blocks", parameters, flops));
    }
}
