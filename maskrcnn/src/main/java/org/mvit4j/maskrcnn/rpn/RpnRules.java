package org.mvit4j.maskrcnn.rpn;

import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;

/**
 * How a region proposal network chooses and learns.
 *
 * @param trainSelector proposals handed to the heads in training
 * @param testSelector proposals handed to the heads otherwise
 * @param transform weights of the box deltas
 * @param matcher which anchors are positive
 * @param sampler how many of them a step looks at
 * @param smoothL1Beta of the box loss, 0 for L1
 */
public record RpnRules(
        ProposalSelector trainSelector,
        ProposalSelector testSelector,
        Box2BoxTransform transform,
        Matcher matcher,
        LabelSampler sampler,
        double smoothL1Beta) {}
