package org.mvit4j.maskrcnn.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mvit4j.maskrcnn.Close.assertClose;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.GoldenWeights;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.mask.PolygonMask;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.Layers;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/** A whole cascade with masks on given features, against the reference. */
class CascadeRoiHeadsTest {
    private static final int[] STRIDES = {4, 8, 16, 32};

    private final Golden golden = Golden.read("cascade_tiny");

    private CascadeRoiHeads heads(NDManager manager) {
        List<BoxStage> stages = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            float w = 10 * (k + 1);
            stages.add(new BoxStage(
                    new BoxHead(3, 7, List.of(3), List.of(6), Norm.Kind.LN),
                    new BoxPredictor(6, 2, true),
                    new Box2BoxTransform(w, w, w / 2, w / 2),
                    Matcher.forProposals(0.5f + 0.1f * k)));
        }
        var rules = new RoiRules(
                new DetectionSelector(0.05f, BatchedNms.of(0.5), 100),
                ClassProbability.SOFTMAX,
                new ProposalSampler(Matcher.forProposals(0.5f), new LabelSampler(10_000, 0.25), true),
                ClassificationLoss.softmax(),
                0);
        var masks =
                new MaskBranch(new RoiPooler(14, STRIDES, 0, true), new MaskHead(3, List.of(3), 3, 2, Norm.Kind.LN));
        var heads = new CascadeRoiHeads(new RoiPooler(7, STRIDES, 0, true), stages, rules, masks);
        GoldenWeights.load(manager, heads, golden.get("params"));
        return heads;
    }

    private List<NDArray> features(NDManager manager, boolean gradient) {
        return Stream.of("p2", "p3", "p4", "p5")
                .map(name -> {
                    NDArray x = golden.get("features").get(name).array(manager);
                    x.setRequiresGradient(gradient);
                    return x;
                })
                .toList();
    }

    private List<ImageSize> sizes() {
        return golden.get("image_sizes").items().stream()
                .map(size -> new ImageSize(size.ints()[0], size.ints()[1]))
                .toList();
    }

    private static List<Proposals> proposals(Golden images) {
        return images.items().stream()
                .map(image -> new Proposals(
                        image.get("boxes").boxes(), image.get("logits").floats()))
                .toList();
    }

    @Test
    void refinesAndDetectsAsTheReference() {
        Golden expected = golden.get("inference");
        try (NDManager manager = Torch.newManager()) {
            CascadeRoiHeads heads = heads(manager);
            Pass pass = Pass.inference(manager);
            List<NDArray> features = features(manager, false).stream()
                    .map(map -> Layers.channelsLast(map, false))
                    .toList();
            List<Proposals> proposals = proposals(golden.get("proposals"));
            for (int image = 0; image < 2; image++) {
                var outputs =
                        heads.refine(pass, features, image, proposals.get(image).boxes(), sizes().get(image));
                for (int k = 0; k < 3; k++) {
                    assertClose(
                            outputs.get(k).boxes().xyxy(),
                            expected.get("stage_proposals").get(k).get(image).floats(),
                            1e-6);
                    int rows = outputs.get(k).boxes().count();
                    float[] deltas = expected.get("stage_deltas").get(k).floats();
                    assertClose(
                            outputs.get(k).deltas(),
                            Arrays.copyOfRange(deltas, image * rows * 4, (image + 1) * rows * 4),
                            1e-5);
                }
            }
            List<Instances> found = heads.detect(pass, features, proposals, sizes());
            for (int image = 0; image < 2; image++) {
                Golden detections = expected.get("detections").get(image);
                Instances own = found.get(image);
                assertThat(own.classes())
                        .containsExactly(detections.get("classes").ints());
                assertClose(own.scores(), detections.get("scores").floats(), 2e-6);
                assertClose(own.boxes().xyxy(), detections.get("boxes").floats(), 1e-6);
                assertClose(
                        Objects.requireNonNull(own.masks()).values(),
                        detections.get("masks_28").floats(),
                        2e-6);
            }
        }
    }

    @Test
    void learnsAsTheReference() {
        Golden training = golden.get("training");
        List<GroundTruth> truths = training.get("gt").items().stream()
                .map(image -> new GroundTruth(
                        image.get("boxes").boxes(),
                        image.get("classes").ints(),
                        image.get("polygons").items().stream()
                                .map(polygons -> PolygonMask.of(
                                        polygons.items().stream()
                                                .map(Golden::doubles)
                                                .toList(),
                                        PolygonMask.Ratio.FLOAT))
                                .toList()))
                .toList();
        try (NDManager manager = Torch.newManager()) {
            CascadeRoiHeads heads = heads(manager);
            List<NDArray> features = features(manager, true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                var report = heads.train(
                        Pass.training(manager),
                        features.stream()
                                .map(map -> Layers.channelsLast(map, true))
                                .toList(),
                        proposals(training.get("proposals_in")),
                        truths,
                        sizes(),
                        RandomSubset.first());
                Golden losses = training.get("losses");
                assertThat(report.losses().keySet())
                        .containsExactlyInAnyOrderElementsOf(losses.names().toList());
                losses.names()
                        .forEach(name -> assertThat(report.loss(name).getFloat())
                                .as(name)
                                .isCloseTo((float) losses.get(name).number(), within(2e-6f)));
                Golden scalars = training.get("scalars");
                assertThat(report.scalars().keySet())
                        .containsExactlyInAnyOrderElementsOf(scalars.names().toList());
                scalars.names()
                        .forEach(name -> assertThat(report.scalars().get(name))
                                .as(name)
                                .isCloseTo(scalars.get(name).number(), within(1e-9)));
                collector.backward(report.total());
            }
            assertClose(features.get(0).getGradient(), training.get("grad_p2"), 1e-7);
            String[] names = {"p2", "p3", "p4", "p5"};
            for (int i = 0; i < names.length; i++) {
                assertThat(features.get(i).getGradient().norm().getFloat())
                        .isCloseTo(
                                (float) training.get("grad_norms_feature")
                                        .get(names[i])
                                        .number(),
                                within(1e-6f));
            }
            for (int k = 0; k < 3; k++) {
                assertClose(
                        gradient(heads, "box_predictor." + k + ".cls_score.bias"),
                        training.get("grad_cls_score_bias").get(k),
                        1e-6);
                assertClose(
                        gradient(heads, "box_predictor." + k + ".bbox_pred.bias"),
                        training.get("grad_bbox_pred_bias").get(k),
                        1e-6);
            }
            assertClose(gradient(heads, "mask_head.predictor.bias"), training.get("grad_mask_predictor_bias"), 5e-6);
        }
    }

    private static NDArray gradient(CascadeRoiHeads heads, String name) {
        return Objects.requireNonNull(heads.namedParameters().get(name))
                .getArray()
                .getGradient();
    }
}
