package org.mvit4j.maskrcnn.rpn;

import java.util.Arrays;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.matching.Matches;
import org.mvit4j.maskrcnn.matching.PairwiseIou;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * Decides what the anchors of an image learn.
 *
 * @param matcher overlap thresholds
 * @param sampler how many anchors enter the loss
 */
record AnchorLabeler(Matcher matcher, LabelSampler sampler) {
    /**
     * Labels of one image.
     *
     * @param label per anchor, {@link Matcher#POSITIVE}, {@link Matcher#NEGATIVE} or {@link Matcher#IGNORED}
     * @param annotation per anchor, the annotation it is matched with
     * @param sample the anchors that enter the loss
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Labels(int[] label, int[] annotation, LabelSampler.Sample sample) {
        int positives() {
            return sample.positives().length;
        }

        int negatives() {
            return sample.negatives().length;
        }
    }

    /** Labels all anchors of an image and samples among them; those not sampled become ignored. */
    Labels label(Boxes anchors, Boxes annotations, RandomSubset subset) {
        Matches matches = matcher.match(new PairwiseIou(annotations, anchors));
        LabelSampler.Sample sample = sampler.sample(matches.label(), subset);
        var label = new int[anchors.count()];
        Arrays.fill(label, Matcher.IGNORED);
        for (int i : sample.positives()) {
            label[i] = Matcher.POSITIVE;
        }
        for (int i : sample.negatives()) {
            label[i] = Matcher.NEGATIVE;
        }
        return new Labels(label, matches.annotation(), sample);
    }
}
