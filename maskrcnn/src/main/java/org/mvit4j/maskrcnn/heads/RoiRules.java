package org.mvit4j.maskrcnn.heads;

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
        double smoothL1Beta) {}
