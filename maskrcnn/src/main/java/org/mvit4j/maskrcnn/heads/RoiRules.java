package org.mvit4j.maskrcnn.heads;

import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;

/**
 * How RoI heads choose detections and learn.
 *
 * @param selector what becomes a detection
 * @param probability how class scores become probabilities
 * @param sampler which proposals a training step looks at; its matcher is that of the first stage
 * @param classification loss of the class scores
 * @param smoothL1Beta of the box loss, 0 for L1
 */
public record RoiRules(
        DetectionSelector selector,
        ClassProbability probability,
        ProposalSampler sampler,
        ClassificationLoss classification,
        double smoothL1Beta) {
    /** The constants of the published COCO models. */
    public static RoiRules standard() {
        return new RoiRules(
                new DetectionSelector(0.05f, BatchedNms.of(0.5), 100),
                ClassProbability.SOFTMAX,
                new ProposalSampler(Matcher.forProposals(0.5f), new LabelSampler(512, 0.25), true),
                ClassificationLoss.softmax(),
                0);
    }
}
