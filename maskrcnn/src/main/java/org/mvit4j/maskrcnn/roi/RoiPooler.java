package org.mvit4j.maskrcnn.roi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.Pass;

/**
 * Pools each box from the pyramid level that suits its size.
 *
 * <p>The strides of the levels must be consecutive powers of two.
 */
public final class RoiPooler {
    private final LevelAssigner assigner;
    private final List<RoiAlign> levels;

    /** As below, with boxes of 224 pixels on p4. */
    public RoiPooler(int size, int[] strides, int samplingRatio, boolean aligned) {
        this(size, strides, samplingRatio, aligned, LevelAssigner.CANONICAL_SIZE);
    }

    /**
     * A pooler over consecutive levels.
     *
     * @param size bins per side
     * @param strides pixels per cell of each level, finest first
     * @param samplingRatio samples per bin and axis, 0 for adaptive
     * @param aligned as in {@link RoiAlign}
     * @param canonicalSize side in pixels of a box that p4 serves
     */
    public RoiPooler(int size, int[] strides, int samplingRatio, boolean aligned, int canonicalSize) {
        int minLevel = Integer.numberOfTrailingZeros(strides[0]);
        for (int i = 0; i < strides.length; i++) {
            if (strides[i] != 1 << minLevel + i) {
                throw new IllegalArgumentException(
                        "pooler strides must be consecutive powers of two, but are " + Arrays.toString(strides));
            }
        }
        assigner = new LevelAssigner(minLevel, minLevel + strides.length - 1, canonicalSize, 4);
        levels = Arrays.stream(strides)
                .mapToObj(stride -> new RoiAlign(size, 1f / stride, samplingRatio, aligned))
                .toList();
    }

    /** Bins per side. */
    public int size() {
        return levels.get(0).size();
    }

    /** Number of pyramid levels read. */
    public int levels() {
        return levels.size();
    }

    /**
     * Pools all boxes of a batch.
     *
     * @param features maps [N, C, H, W], finest first, as many as there are strides (more are ignored)
     * @param boxes per image, its boxes in pixels
     * @return [R, C, size, size] with channels-last memory, boxes of image 0 first, on the manager of the first map
     */
    public NDArray forward(Pass pass, List<NDArray> features, List<Boxes> boxes) {
        Boxes all = boxes.stream().reduce(Boxes.EMPTY, Boxes::concat);
        var images = new int[all.count()];
        for (int image = 0, i = 0; image < boxes.size(); image++) {
            Arrays.fill(images, i, i += boxes.get(image).count(), image);
        }
        return forward(pass, features, all, images);
    }

    /** As above, for the boxes of one image of the batch. */
    public NDArray forward(Pass pass, List<NDArray> features, int image, Boxes boxes) {
        var images = new int[boxes.count()];
        Arrays.fill(images, image);
        return forward(pass, features, boxes, images);
    }

    private NDArray forward(Pass pass, List<NDArray> features, Boxes all, int[] images) {
        if (features.size() < levels.size()) {
            throw new IllegalArgumentException(
                    "the pooler reads " + levels.size() + " feature maps, but only " + features.size() + " were given");
        }
        int[] levelOf = levelOf(all);
        int[] order = byLevel(levelOf);
        List<NDArray> parts = new ArrayList<>();
        for (int level = 0, from = 0; level < levels.size(); level++) {
            int to = from;
            while (to < order.length && levelOf[order[to]] == level) {
                to++;
            }
            if (to > from || order.length == 0 && level == 0) {
                int[] rois = Arrays.copyOfRange(order, from, to);
                int[] roiImages = Arrays.stream(rois).map(i -> images[i]).toArray();
                parts.add(levels.get(level).pool(pass, features.get(level), all.select(rois), roiImages));
            }
            from = to;
        }
        NDArray pooled = restore(pass, parts, order, features.get(0).getManager());
        try (pooled) {
            return pooled.transpose(0, 3, 1, 2);
        }
    }

    /** The boxes' indices, those of the finest level first; pooling in this order copies least. */
    public int[] byLevel(Boxes boxes) {
        return byLevel(levelOf(boxes));
    }

    private int[] levelOf(Boxes boxes) {
        return levels.size() == 1 ? new int[boxes.count()] : assigner.assign(boxes);
    }

    private static int[] byLevel(int[] levelOf) {
        var keys = new long[levelOf.length];
        Arrays.setAll(keys, i -> (long) levelOf[i] << 32 | i);
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** Joins the levels' results and puts them into the order of the boxes. */
    private static NDArray restore(Pass pass, List<NDArray> parts, int[] order, NDManager manager) {
        if (parts.size() == 1) {
            parts.get(0).attach(manager);
            return parts.get(0);
        }
        boolean ordered = true;
        var position = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            position[order[i]] = i;
            ordered &= order[i] == i;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList list = new NDList(parts);
            list.attach(scope);
            NDArray joined = NDArrays.concat(list);
            list.forEach(NDArray::close);
            if (ordered) {
                joined.attach(manager);
                return joined;
            }
            NDArray restored = RoiAlign.script()
                    .call("reorder", pass.training(), new NDList(joined, HostCopy.of(scope, position)));
            restored.attach(manager);
            return restored;
        }
    }
}
