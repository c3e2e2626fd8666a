package org.mvit4j.maskrcnn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Box and mask heads: standard (He et al., Mask R-CNN) with one stage, or cascade (Cai and Vasconcelos) with several.
 *
 * @param cascade whether the heads are a cascade; the two kinds differ in checkpoint names also with a single stage
 * @param batchSizePerImage proposals that the losses sample per image
 * @param positiveFraction largest share of foreground among them
 * @param proposalAppendGt whether ground truth boxes join the proposals in training
 * @param boxPooler RoIAlign of the box heads
 * @param stages the refinements in order; one for a standard head
 * @param boxHead layers of every stage's box head
 * @param boxPredictor class and box outputs, and what becomes a detection
 * @param maskPooler RoIAlign of the mask head
 * @param maskHead mask head, or absent for boxes alone
 */
public record RoiHeadsConfig(
        boolean cascade,
        int batchSizePerImage,
        double positiveFraction,
        boolean proposalAppendGt,
        PoolerConfig boxPooler,
        List<StageConfig> stages,
        BoxHeadConfig boxHead,
        BoxPredictorConfig boxPredictor,
        PoolerConfig maskPooler,
        @Nullable MaskHeadConfig maskHead) {

    /**
     * RoIAlign with aligned corners over the levels p2..p5.
     *
     * @param resolution cells per side
     * @param samplingRatio samples per cell and axis; 0 adapts to the box
     * @param canonicalBoxSize side in pixels of a box that level p4 serves; one of half the side is served by p3
     */
    public record PoolerConfig(int resolution, int samplingRatio, int canonicalBoxSize) {

        public PoolerConfig {
            Check.positive("resolution", resolution);
            Check.that(samplingRatio >= 0, "sampling_ratio is " + samplingRatio + "; it must not be negative");
            Check.positive("canonical_box_size", canonicalBoxSize);
        }
    }

    /**
     * One refinement.
     *
     * @param iouThreshold overlap with ground truth from which a proposal is foreground
     * @param bboxRegWeights weights (wx, wy, ww, wh) of its box transform
     */
    public record StageConfig(double iouThreshold, List<Double> bboxRegWeights) {

        public StageConfig {
            bboxRegWeights = List.copyOf(bboxRegWeights);
            Check.fraction("iou_threshold", iouThreshold);
            Check.size("bbox_reg_weights", bboxRegWeights, 4);
            Check.allPositive("bbox_reg_weights", bboxRegWeights);
        }
    }

    public RoiHeadsConfig {
        stages = List.copyOf(stages);
        Check.positive("batch_size_per_image", batchSizePerImage);
        Check.fraction("positive_fraction", positiveFraction);
        Check.notEmpty("stages", stages);
        Check.that(
                cascade || stages.size() == 1,
                "stages has " + stages.size() + " entries but the heads are standard; keep one, or set cascade=true");
        Check.that(
                !cascade || boxPredictor.classAgnostic(),
                "cascade heads refine one box per proposal; set box_predictor.class_agnostic=true");
    }
}
