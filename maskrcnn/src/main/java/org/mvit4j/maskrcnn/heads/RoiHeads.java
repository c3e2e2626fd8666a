package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Timings;

/** From proposals to instances: boxes by the subclass, then masks. */
public abstract class RoiHeads extends NamedBlock {
    final RoiPooler boxPooler;
    final RoiRules rules;
    private final @Nullable MaskBranch maskBranch;

    RoiHeads(RoiPooler boxPooler, RoiRules rules, @Nullable MaskBranch maskBranch) {
        this.boxPooler = boxPooler;
        this.rules = rules;
        this.maskBranch = maskBranch;
    }

    /** Registers the mask head after the box heads, in the order of the reference. */
    final void addMaskHead() {
        if (maskBranch != null) {
            child("mask_head", maskBranch.head());
        }
    }

    /** Number of foreground classes. */
    public abstract int classes();

    /** Detections of one image without masks; see {@link #detect}. */
    public abstract Instances detectBoxes(
            Pass pass, List<NDArray> features, int image, Proposals proposals, ImageSize size);

    /** Masks for the detections of one image; the detections as they are when there is no mask head. */
    public final Instances detectMasks(Pass pass, List<NDArray> features, int image, Instances found) {
        return maskBranch == null ? found : maskBranch.addMasks(pass, features, image, found);
    }

    /**
     * Detects instances, one image after the other, so that memory does not grow with the batch.
     *
     * @param features pyramid levels [N, C, H, W], finest first
     * @param proposals per image, what to look at
     * @param sizes per image, its size without padding
     * @return per image, its instances in pixels of that size
     */
    public final List<Instances> detect(
            Pass pass, List<NDArray> features, List<Proposals> proposals, List<ImageSize> sizes) {
        List<Instances> instances = new ArrayList<>();
        for (int image = 0; image < sizes.size(); image++) {
            Instances found = detectBoxes(pass, features, image, proposals.get(image), sizes.get(image));
            Timings.mark("box head");
            instances.add(detectMasks(pass, features, image, found));
            Timings.mark("mask head");
        }
        return instances;
    }

    /** Losses of the box heads against the annotations; {@code sampled} are the boxes of the first stage. */
    abstract TrainingReport trainBoxes(
            Pass pass,
            List<NDArray> features,
            List<LabelledBoxes> sampled,
            List<GroundTruth> truths,
            List<ImageSize> sizes);

    /**
     * Losses of a training step.
     *
     * @param features pyramid levels [N, C, H, W], finest first
     * @param proposals per image, without gradients
     * @param truths per image, its annotations
     * @param sizes per image, its size without padding
     * @param subset which proposals the step looks at
     */
    public final TrainingReport train(
            Pass pass,
            List<NDArray> features,
            List<Proposals> proposals,
            List<GroundTruth> truths,
            List<ImageSize> sizes,
            RandomSubset subset) {
        List<LabelledBoxes> sampled = new ArrayList<>();
        for (int image = 0; image < proposals.size(); image++) {
            sampled.add(rules.sampler().sample(proposals.get(image), truths.get(image), classes(), subset));
        }
        TrainingReport report = new TrainingReport(Map.of(), sampleCounts("", sampled))
                .and(trainBoxes(pass, features, sampled, truths, sizes));
        Timings.mark("box head");
        TrainingReport all =
                maskBranch == null ? report : report.and(maskBranch.train(pass, features, sampled, truths));
        Timings.mark("mask head");
        return all;
    }

    static Map<String, Double> sampleCounts(String prefix, List<LabelledBoxes> boxes) {
        int all = boxes.stream().mapToInt(LabelledBoxes::count).sum();
        int objects =
                boxes.stream().mapToInt(image -> image.foreground().length).sum();
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put(prefix + "roi_head/num_fg_samples", (double) objects / boxes.size());
        scalars.put(prefix + "roi_head/num_bg_samples", (double) (all - objects) / boxes.size());
        return scalars;
    }

    @Override
    protected final NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("RoI heads take proposals: call detect or train");
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException("the number of instances depends on the image");
    }
}
