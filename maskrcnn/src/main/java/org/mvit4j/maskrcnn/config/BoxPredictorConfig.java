package org.mvit4j.maskrcnn.config;

/**
 * Class and box outputs of every stage, and what becomes a detection.
 *
 * @param classAgnostic whether one box per proposal is regressed instead of one per class
 * @param smoothL1Beta where the box loss turns from squared to linear; 0 is plain L1
 * @param scoreThreshold detections must score above this
 * @param nmsThreshold overlap above which the lower-scored detection of a class is dropped
 * @param topkPerImage largest number of detections of an image
 */
public record BoxPredictorConfig(
        boolean classAgnostic, double smoothL1Beta, double scoreThreshold, double nmsThreshold, int topkPerImage) {

    public BoxPredictorConfig {
        Check.that(smoothL1Beta >= 0, "smooth_l1_beta is " + smoothL1Beta + "; it must not be negative");
        Check.fraction("score_threshold", scoreThreshold);
        Check.fraction("nms_threshold", nmsThreshold);
        Check.positive("topk_per_image", topkPerImage);
    }
}
