package org.mvit4j.maskrcnn.cost;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.MViTConfig;
import org.mvit4j.backbone.cost.MViTCost;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.maskrcnn.config.BoxHeadConfig;
import org.mvit4j.maskrcnn.config.FpnConfig;
import org.mvit4j.maskrcnn.config.MaskHeadConfig;
import org.mvit4j.maskrcnn.config.ModelConfig;
import org.mvit4j.maskrcnn.config.MvitConfig;
import org.mvit4j.maskrcnn.config.RoiHeadsConfig;
import org.mvit4j.maskrcnn.config.SimpleFeaturePyramidConfig;
import org.mvit4j.maskrcnn.config.VitConfig;
import org.mvit4j.nn.Norm;

/**
 * Counts a detector part by part.
 *
 * <p>The published figures of the MViTv2 project are those of an image of 800×1280, {@value #PROPOSALS} proposals and
 * {@value #DETECTIONS} detections whose masks are pasted into 800×1280: 279G, 701G, 748G, 814G and 3084G come out to
 * the printed digit. The published row of MViTv2-L (270M, 1519G) fits no layout known to us; the released
 * configuration has 265.1M parameters and 1474G.
 */
public final class DetectorCost {

    /** Height of the image that published figures are for. */
    public static final int HEIGHT = 800;

    /** Width of the image that published figures are for. */
    public static final int WIDTH = 1280;

    private static final int PROPOSALS = 1000;
    private static final int DETECTIONS = 100;
    private static final int BILINEAR = 4;

    private final ModelConfig model;
    private final int height;
    private final int width;
    private final List<PartCost> parts = new ArrayList<>();
    private long parameters;
    private long flops;

    private DetectorCost(ModelConfig model, int height, int width) {
        this.model = model;
        int divisor = Math.max(1, model.neck().sizeDivisibility());
        this.height = (height + divisor - 1) / divisor * divisor;
        this.width = (width + divisor - 1) / divisor * divisor;
    }

    /**
     * Counts for an image of the given size, padded as the neck asks for divisibility but not to its square.
     *
     * @return stem, stages, neck, rpn, box heads, mask head, paste
     */
    public static List<PartCost> count(ModelConfig model, int height, int width) {
        return new DetectorCost(model, height, width).count();
    }

    private List<PartCost> count() {
        if (model.backbone() instanceof MvitConfig mvit) {
            MViTConfig plan = mvit.plan();
            parts.addAll(MViTCost.trunk(plan, new Extent(1, height, width)));
            fpn((FpnConfig) model.neck(), plan);
        } else if (model.backbone() instanceof VitConfig vit) {
            parts.addAll(VitCost.count(vit, height, width));
            simplePyramid((SimpleFeaturePyramidConfig) model.neck(), vit.embedDim());
        }
        rpn();
        boxHeads();
        MaskHeadConfig mask = model.roiHeads().maskHead();
        if (mask != null) {
            maskHead(mask);
        }
        return parts;
    }

    private void take(String part) {
        parts.add(new PartCost(part, parameters, flops));
        parameters = 0;
        flops = 0;
    }

    private void fpn(FpnConfig fpn, MViTConfig plan) {
        int out = fpn.outChannels();
        int stage = 0;
        for (String name : plan.outputNames()) {
            long cells = cells(plan.stride(name));
            conv(plan.channels(name), out, 1, cells, fpn.norm());
            conv(out, out, 3, cells, fpn.norm());
            if (stage++ < MvitConfig.STAGES - 1) {
                flops += out * cells; // upsampled from the level above
            }
        }
        take("fpn");
    }

    private void simplePyramid(SimpleFeaturePyramidConfig pyramid, int dim) {
        int out = pyramid.outChannels();
        long cells = cells(16);
        deconv(dim, dim / 2, cells);
        parameters += dim; // channel norm of dim / 2
        deconv(dim / 2, dim / 4, 4 * cells);
        deconv(dim, dim / 2, cells);
        int[] channels = {dim / 4, dim / 2, dim, dim};
        for (int level = 0; level < channels.length; level++) {
            long levelCells = cells(4 << level);
            conv(channels[level], out, 1, levelCells, pyramid.norm());
            conv(out, out, 3, levelCells, pyramid.norm());
        }
        take("pyramid");
    }

    private void rpn() {
        long cells = model.anchors().strides().stream().mapToLong(this::cells).sum();
        int channels = model.neck().outChannels();
        for (int dim : model.rpn().convDims()) {
            int out = dim == -1 ? channels : dim;
            conv(channels, out, 3, cells, Norm.Kind.NONE);
            channels = out;
        }
        conv(channels, model.anchors().perCell(), 1, cells, Norm.Kind.NONE);
        conv(channels, 4 * model.anchors().perCell(), 1, cells, Norm.Kind.NONE);
        take("rpn");
    }

    private void boxHeads() {
        RoiHeadsConfig heads = model.roiHeads();
        BoxHeadConfig head = heads.boxHead();
        int side = heads.boxPooler().resolution();
        for (int stage = 1; stage <= heads.stages().size(); stage++) {
            int channels = model.neck().outChannels();
            for (int out : head.convDims()) {
                conv(channels, out, 3, (long) PROPOSALS * side * side, head.norm());
                channels = out;
            }
            int features = channels * side * side;
            for (int out : head.fcDims()) {
                conv(features, out, 1, PROPOSALS, Norm.Kind.NONE);
                features = out;
            }
            int boxes = heads.boxPredictor().classAgnostic() ? 1 : model.numClasses();
            conv(features, model.numClasses() + 1, 1, PROPOSALS, Norm.Kind.NONE);
            conv(features, 4 * boxes, 1, PROPOSALS, Norm.Kind.NONE);
            take(heads.cascade() ? "box head " + stage : "box head");
        }
    }

    private void maskHead(MaskHeadConfig head) {
        int side = model.roiHeads().maskPooler().resolution();
        long cells = (long) DETECTIONS * side * side;
        int channels = model.neck().outChannels();
        for (int out : head.convDims()) {
            conv(channels, out, 3, cells, head.norm());
            channels = out;
        }
        deconv(channels, head.deconvDim(), cells);
        conv(head.deconvDim(), model.numClasses(), 1, 4 * cells, Norm.Kind.NONE);
        take("mask head");
        flops += (long) BILINEAR * DETECTIONS * height * width;
        take("paste");
    }

    /** Cells of a map of the given stride. */
    private long cells(int stride) {
        return VitCost.ceilDiv(height, stride) * VitCost.ceilDiv(width, stride);
    }

    /** A convolution, or with kernel 1 a linear layer, with bias or norm. */
    private void conv(long in, long out, int kernel, long cells, Norm.Kind norm) {
        long weights = in * out * kernel * kernel;
        parameters += weights + (norm == Norm.Kind.NONE ? out : 2 * out);
        flops += weights * cells;
        if (norm == Norm.Kind.BN) {
            flops += PartCost.BATCH_NORM * out * cells;
        }
    }

    /** A 2×2 deconvolution of stride 2 with bias, over the cells of its input. */
    private void deconv(long in, long out, long cells) {
        parameters += 4 * in * out + out;
        flops += 4 * in * out * cells;
    }
}
