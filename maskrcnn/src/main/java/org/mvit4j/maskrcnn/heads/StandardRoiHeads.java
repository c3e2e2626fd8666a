package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.Pass;

/** The heads of Mask R-CNN. Parameters: {@code box_head}, {@code box_predictor}, {@code mask_head}. */
public final class StandardRoiHeads extends RoiHeads {
    private final BoxStage stage;

    /** Heads with one box stage and, unless null, masks. */
    public StandardRoiHeads(RoiPooler boxPooler, BoxStage stage, RoiRules rules, @Nullable MaskBranch maskBranch) {
        super(boxPooler, rules, maskBranch);
        this.stage = stage;
        child("box_head", stage.head());
        child("box_predictor", stage.predictor());
        addMaskHead();
    }

    @Override
    public int classes() {
        return stage.predictor().classes();
    }

    @Override
    public Instances detectBoxes(Pass pass, List<NDArray> features, int image, Proposals proposals, ImageSize size) {
        BoxStage.Predictions p =
                stage.predict(pass, boxPooler, features, image, proposals.boxes(), rules.probability());
        ClassBoxes boxes = ClassBoxes.decoded(p.boxes(), p.deltas(), stage.transform());
        return rules.selector().select(boxes, p.probabilities(), size).instances();
    }

    @Override
    TrainingReport trainBoxes(
            Pass pass,
            List<NDArray> features,
            List<LabelledBoxes> sampled,
            List<GroundTruth> truths,
            List<ImageSize> sizes) {
        var loss = new BoxLoss(stage.transform(), rules.smoothL1Beta(), rules.classification());
        try (NDArray pooled = boxPooler.forward(
                        pass,
                        features,
                        sampled.stream().map(LabelledBoxes::boxes).toList());
                BoxPredictor.Output output = stage.forward(pass, pooled)) {
            return loss.compute(stage.predictor(), output, sampled, truths, "", "");
        }
    }
}
