package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.Pass;

/**
 * The heads of Cascade R-CNN: each stage pools and refines the boxes of the stage before, trained with a higher overlap
 * threshold. A detection's probability is the mean over all stages, each at its own boxes; its box is the last stage's.
 *
 * <p>In training, later stages look at all boxes of the stage before without sampling, and the gradient into the
 * pyramid is divided by the number of stages. Parameters: {@code box_head.{k}}, {@code box_predictor.{k}},
 * {@code mask_head}.
 */
public final class CascadeRoiHeads extends RoiHeads {
    private final List<BoxStage> stages;

    /** Heads with the given box stages, class-agnostic ones, and, unless null, masks. */
    public CascadeRoiHeads(
            RoiPooler boxPooler, List<BoxStage> stages, RoiRules rules, @Nullable MaskBranch maskBranch) {
        super(boxPooler, rules, maskBranch);
        if (stages.isEmpty()
                || !stages.stream().allMatch(stage -> stage.predictor().classAgnostic())) {
            throw new IllegalArgumentException("a cascade refines one box per proposal: its " + stages.size()
                    + " stages must be class-agnostic, and at least one");
        }
        this.stages = List.copyOf(stages);
        for (int k = 0; k < stages.size(); k++) {
            child("box_head." + k, stages.get(k).head());
        }
        for (int k = 0; k < stages.size(); k++) {
            child("box_predictor." + k, stages.get(k).predictor());
        }
        addMaskHead();
    }

    @Override
    public int classes() {
        return stages.get(0).predictor().classes();
    }

    /** Runs all stages on one image. No box is dropped on the way, so that rows stay aligned. */
    List<BoxStage.Predictions> refine(Pass pass, List<NDArray> features, int image, Boxes proposals, ImageSize size) {
        List<BoxStage.Predictions> outputs = new ArrayList<>();
        Boxes boxes = proposals;
        for (BoxStage stage : stages) {
            BoxStage.Predictions output = stage.predict(pass, boxPooler, features, image, boxes, rules.probability());
            outputs.add(output);
            boxes = new Boxes(stage.transform().decode(boxes, output.deltas())).clip(size);
        }
        return outputs;
    }

    @Override
    public Instances detectBoxes(Pass pass, List<NDArray> features, int image, Proposals proposals, ImageSize size) {
        List<BoxStage.Predictions> outputs = refine(pass, features, image, proposals.boxes(), size);
        var mean = new float[outputs.get(0).probabilities().length];
        for (BoxStage.Predictions output : outputs) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += output.probabilities()[i];
            }
        }
        float share = (float) (1.0 / outputs.size());
        for (int i = 0; i < mean.length; i++) {
            mean[i] *= share;
        }
        BoxStage.Predictions last = outputs.get(outputs.size() - 1);
        ClassBoxes boxes = ClassBoxes.decoded(
                last.boxes(), last.deltas(), stages.get(stages.size() - 1).transform());
        return rules.selector().select(boxes, mean, size).instances();
    }

    @Override
    TrainingReport trainBoxes(
            Pass pass,
            List<NDArray> features,
            List<LabelledBoxes> sampled,
            List<GroundTruth> truths,
            List<ImageSize> sizes) {
        TrainingReport report = TrainingReport.EMPTY;
        List<LabelledBoxes> boxes = sampled;
        for (int k = 0; k < stages.size(); k++) {
            BoxStage stage = stages.get(k);
            String prefix = "stage" + k + "/";
            if (k > 0) {
                report = report.and(new TrainingReport(Map.of(), sampleCounts(prefix, boxes)));
            }
            var loss = new BoxLoss(stage.transform(), rules.smoothL1Beta(), rules.classification());
            try (NDArray pooled = boxPooler.forward(
                            pass,
                            features,
                            boxes.stream().map(LabelledBoxes::boxes).toList());
                    NDArray scaled = HeadScript.INSTANCE.call(
                            "scale_gradient", pass.training(), new NDList(pooled), stages.size());
                    BoxPredictor.Output output = stage.forward(pass, scaled)) {
                report = report.and(loss.compute(stage.predictor(), output, boxes, truths, "_stage" + k, prefix));
                if (k + 1 < stages.size()) {
                    boxes = next(
                            stage, stages.get(k + 1), boxes, output.deltas().toFloatArray(), truths, sizes);
                }
            }
        }
        return report;
    }

    /** The boxes of a stage, refined, clipped, without those that became empty, and labelled for the next stage. */
    private List<LabelledBoxes> next(
            BoxStage stage,
            BoxStage following,
            List<LabelledBoxes> boxes,
            float[] deltas,
            List<GroundTruth> truths,
            List<ImageSize> sizes) {
        Boxes all = boxes.stream().map(LabelledBoxes::boxes).reduce(Boxes.EMPTY, Boxes::concat);
        Boxes decoded = new Boxes(stage.transform().decode(all, deltas));
        List<LabelledBoxes> refined = new ArrayList<>();
        int from = 0;
        for (int image = 0; image < boxes.size(); image++) {
            int count = boxes.get(image).count();
            int start = from;
            Boxes own = decoded.select(IntStream.range(start, start + count).toArray())
                    .clip(sizes.get(image));
            refined.add(
                    LabelledBoxes.label(own.select(own.nonEmpty()), truths.get(image), following.matcher(), classes()));
            from += count;
        }
        return refined;
    }
}
