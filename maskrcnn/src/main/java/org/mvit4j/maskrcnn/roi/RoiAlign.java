package org.mvit4j.maskrcnn.roi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.TorchScript;

/**
 * RoIAlign on one feature map: each region is cut into {@code size × size} bins, and each bin is the mean of bilinear
 * samples.
 *
 * <p>The result is linear in the feature map, and the samples of a bin mostly share their cells, so this class merges
 * them: it computes, for each bin, the distinct cells and their total weights, and lets the engine's
 * {@code embedding_bag} sum whole channel vectors. That is exact up to the order of summation, differentiable, and
 * reads each cell about once per bin instead of four times per sample.
 *
 * @param size bins per side
 * @param scale cells per pixel of the feature map, {@code 1 / stride}
 * @param samplingRatio samples per bin and axis; 0 takes as many as the bin has cells, per region and axis
 * @param aligned whether pixel centres lie at one half; false is the legacy form, whose regions are at least one cell
 */
public record RoiAlign(int size, float scale, int samplingRatio, boolean aligned) {
    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(RoiAlign.class, "roi.ts");
    }

    static TorchScript script() {
        return Script.INSTANCE;
    }

    /** The aligned form with adaptive sampling, which all published configs use. */
    public static RoiAlign adaptive(int size, float scale) {
        return new RoiAlign(size, scale, 0, true);
    }

    /**
     * Pools regions from one feature map.
     *
     * @param x feature map [N, C, H, W]
     * @param boxes R regions in pixels
     * @param images per region, the index of its image in the batch
     * @return [R, C, size, size] with channels-last memory, on the manager of {@code x}
     */
    public NDArray forward(Pass pass, NDArray x, Boxes boxes, int[] images) {
        if (boxes.count() != images.length) {
            throw new IllegalArgumentException(boxes.count() + " boxes but " + images.length + " image indices");
        }
        try (NDArray pooled = pool(pass, x, boxes, images)) {
            return pooled.transpose(0, 3, 1, 2);
        }
    }

    /** As {@link #forward}, in memory order: [R, size, size, C]. */
    NDArray pool(Pass pass, NDArray x, Boxes boxes, int[] images) {
        int height = (int) x.getShape().get(2);
        int width = (int) x.getShape().get(3);
        if (boxes.count() == 0) {
            return x.getManager().create(new Shape(0, size, size, x.getShape().get(1)), DataType.FLOAT32);
        }
        var bags = new PoolingBags(this, boxes.count());
        for (int i = 0; i < images.length; i++) {
            bags.add(boxes.xyxy(), 4 * i, images[i], height, width);
        }
        try (NDManager scope = x.getManager().newSubManager()) {
            NDArray cells = scope.create(
                    IntBuffer.wrap(bags.cells(), 0, bags.entries()), new Shape(bags.entries()), DataType.INT32);
            NDArray weights = scope.create(
                    FloatBuffer.wrap(bags.weights(), 0, bags.entries()), new Shape(bags.entries()), DataType.FLOAT32);
            NDArray offsets = scope.create(bags.offsets());
            String function = pass.training() ? "roi_align_train" : "roi_align";
            return script().call(function, pass.training(), new NDList(x, cells, offsets, weights), size);
        }
    }

    /**
     * Pools one region from a mask of zeros and ones on the host.
     *
     * @param mask {@code height × width}, row by row
     * @param box in pixels
     * @return {@code size × size} means, row by row
     */
    public float[] pool(byte[] mask, int height, int width, float[] box) {
        var bags = new PoolingBags(this, 1);
        bags.add(box, 0, 0, height, width);
        var means = new float[size * size];
        for (int bin = 0; bin < means.length; bin++) {
            float sum = 0;
            for (int i = bags.offsets()[bin]; i < bags.offsets()[bin + 1]; i++) {
                sum += bags.weights()[i] * mask[bags.cells()[i]];
            }
            means[bin] = sum;
        }
        return means;
    }
}
