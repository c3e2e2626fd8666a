package org.mvit4j.maskrcnn.heads;

import java.util.Arrays;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.Proposals;

/**
 * Chooses the proposals that a training step looks at.
 *
 * @param matcher which proposals show an object
 * @param sampler how many of them, and of the others, are kept
 * @param appendAnnotations whether the annotated boxes themselves join the proposals
 */
public record ProposalSampler(Matcher matcher, LabelSampler sampler, boolean appendAnnotations) {
    /** Labels the proposals of an image and samples among them: foreground first, then background. */
    LabelledBoxes sample(Proposals proposals, GroundTruth truth, int background, RandomSubset subset) {
        Boxes boxes = appendAnnotations ? Boxes.concat(proposals.boxes(), truth.boxes()) : proposals.boxes();
        LabelledBoxes labelled = LabelledBoxes.label(boxes, truth, matcher, background);
        int[] labels = Arrays.stream(labelled.classes())
                .map(c -> c < background ? Matcher.POSITIVE : Matcher.NEGATIVE)
                .toArray();
        return labelled.select(sampler.sample(labels, subset).all());
    }
}
