package org.mvit4j.detect.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.SoftMasks;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * A detector as a DJL block for inference.
 *
 * <p>Input: images [B, 3, H, W] and their heights and widths before padding, int32 [B, 2]. Output: the number of
 * objects per image, int32 [B], and for all N objects together boxes [N, 4] (x1, y1, x2, y2 in input pixels), scores
 * [N], classes int32 [N] and, from detectors with masks, soft masks [N, S, S].
 */
public final class DetectorBlock extends NamedBlock {

    private final GeneralizedRcnn model;

    public DetectorBlock(GeneralizedRcnn model) {
        this.model = child("", model);
    }

    /** Returns the network. */
    public GeneralizedRcnn model() {
        return model;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        int[] rows = inputs.get(1).toIntArray();
        List<ImageSize> sizes = new ArrayList<>();
        for (int i = 0; i < rows.length; i += 2) {
            sizes.add(new ImageSize(rows[i], rows[i + 1]));
        }
        return pack(model.detect(pass, inputs.get(0), sizes), inputs.get(0).getManager());
    }

    private static NDList pack(List<Instances> images, NDManager manager) {
        int total = images.stream().mapToInt(Instances::count).sum();
        int[] counts = images.stream().mapToInt(Instances::count).toArray();
        float[] boxes = new float[4 * total];
        float[] scores = new float[total];
        int[] classes = new int[total];
        int at = 0;
        int side = 0;
        for (Instances image : images) {
            int n = image.count();
            System.arraycopy(image.boxes().xyxy(), 0, boxes, 4 * at, 4 * n);
            System.arraycopy(image.scores(), 0, scores, at, n);
            System.arraycopy(image.classes(), 0, classes, at, n);
            SoftMasks masks = image.masks();
            side = masks == null ? side : masks.side();
            at += n;
        }
        NDList outputs = new NDList(
                manager.create(counts),
                manager.create(boxes, new Shape(total, 4)),
                manager.create(scores),
                manager.create(classes));
        if (side > 0) {
            float[] values = new float[total * side * side];
            at = 0;
            for (Instances image : images) {
                SoftMasks masks = image.masks();
                if (masks != null) {
                    System.arraycopy(masks.values(), 0, values, at, masks.values().length);
                    at += masks.values().length;
                }
            }
            outputs.add(manager.create(values, new Shape(total, side, side)));
        }
        return outputs;
    }

    /** Reads the output back, image by image. */
    static List<Instances> unpack(NDList outputs, List<ImageSize> sizes) {
        int[] counts = outputs.get(0).toIntArray();
        float[] boxes = outputs.get(1).toFloatArray();
        float[] scores = outputs.get(2).toFloatArray();
        int[] classes = outputs.get(3).toIntArray();
        NDArray masks = outputs.size() > 4 ? outputs.get(4) : null;
        int side = masks == null ? 0 : (int) masks.getShape().get(1);
        float[] values = masks == null ? new float[0] : masks.toFloatArray();
        List<Instances> images = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < counts.length; i++) {
            int to = from + counts[i];
            images.add(new Instances(
                    sizes.get(i),
                    new Boxes(Arrays.copyOfRange(boxes, 4 * from, 4 * to)),
                    Arrays.copyOfRange(scores, from, to),
                    Arrays.copyOfRange(classes, from, to),
                    side == 0
                            ? null
                            : new SoftMasks(side, Arrays.copyOfRange(values, from * side * side, to * side * side))));
            from = to;
        }
        return images;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException("the number of detections is known only after they were found");
    }
}
