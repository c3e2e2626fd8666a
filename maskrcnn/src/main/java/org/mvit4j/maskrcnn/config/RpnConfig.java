package org.mvit4j.maskrcnn.config;

import java.util.List;

/**
 * Region proposal network (Ren et al., Faster R-CNN), shared by all pyramid levels.
 *
 * @param convDims output channels of the 3×3 convolutions; −1 keeps the channels. One entry names the layer
 *     {@code conv}, several name them {@code conv.conv0}, {@code conv.conv1}, …
 * @param iouThresholds overlaps with ground truth that separate background, ignored and foreground anchors
 * @param batchSizePerImage anchors that the loss samples per image
 * @param positiveFraction largest share of foreground among them
 * @param bboxRegWeights weights (wx, wy, ww, wh) of the box transform
 * @param smoothL1Beta where the box loss turns from squared to linear; 0 is plain L1
 * @param preNmsTopk anchors per level that enter suppression
 * @param postNmsTopk proposals per image that leave it
 * @param nmsThreshold overlap above which the lower-scored proposal is dropped
 * @param minBoxSize proposals must be wider and higher than this, in pixels
 */
public record RpnConfig(
        List<Integer> convDims,
        List<Double> iouThresholds,
        int batchSizePerImage,
        double positiveFraction,
        List<Double> bboxRegWeights,
        double smoothL1Beta,
        TrainTest preNmsTopk,
        TrainTest postNmsTopk,
        double nmsThreshold,
        double minBoxSize) {

    /**
     * A count that differs between training and testing.
     *
     * @param train value in training
     * @param test value at test time
     */
    public record TrainTest(int train, int test) {

        public TrainTest {
            Check.positive("train", train);
            Check.positive("test", test);
        }
    }

    public RpnConfig {
        convDims = List.copyOf(convDims);
        iouThresholds = List.copyOf(iouThresholds);
        bboxRegWeights = List.copyOf(bboxRegWeights);
        Check.notEmpty("conv_dims", convDims);
        for (int dim : convDims) {
            Check.that(dim > 0 || dim == -1, "conv_dims holds " + dim + "; use -1 or a number of channels");
        }
        Check.size("iou_thresholds", iouThresholds, 2);
        Check.that(
                iouThresholds.get(0) <= iouThresholds.get(1),
                "iou_thresholds must be [background, foreground], the smaller first");
        Check.positive("batch_size_per_image", batchSizePerImage);
        Check.fraction("positive_fraction", positiveFraction);
        Check.size("bbox_reg_weights", bboxRegWeights, 4);
        Check.allPositive("bbox_reg_weights", bboxRegWeights);
        Check.fraction("nms_threshold", nmsThreshold);
        Check.that(smoothL1Beta >= 0, "smooth_l1_beta is " + smoothL1Beta + "; it must not be negative");
    }
}
