package org.mvit4j.maskrcnn.rpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mvit4j.maskrcnn.Close.assertClose;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.GoldenWeights;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.Layers;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

class RpnTest {
    private final Golden golden = Golden.read("rpn");
    private final AnchorGenerator anchors = new AnchorGenerator(
            List.of(new double[] {8}, new double[] {16}), new double[] {.5, 1, 2}, new int[] {4, 8}, 0);

    private Rpn rpn(NDManager manager) {
        int[] pre = golden.get("pre_nms_topk").ints();
        int[] post = golden.get("post_nms_topk").ints();
        BatchedNms nms = BatchedNms.of(golden.get("nms").number());
        var config = new RpnRules(
                new ProposalSelector(pre[0], post[0], 0, nms),
                new ProposalSelector(pre[1], post[1], 0, nms),
                Box2BoxTransform.RPN,
                Matcher.forAnchors(),
                new LabelSampler(10_000, 0.5),
                0);
        var head = new RpnHead(4, List.of(-1, -1), 3);
        GoldenWeights.load(manager, head, golden.get("weights"));
        return new Rpn(head, anchors, config);
    }

    private List<NDArray> features(NDManager manager, boolean training) {
        return Stream.of("p2", "p3")
                .map(name ->
                        Layers.channelsLast(golden.get("features").get(name).array(manager), training))
                .toList();
    }

    private List<ImageSize> sizes() {
        return golden.get("image_sizes").items().stream()
                .map(size -> new ImageSize(size.ints()[0], size.ints()[1]))
                .toList();
    }

    private List<GroundTruth> annotations() {
        return golden.get("gt_boxes").items().stream()
                .map(boxes ->
                        new GroundTruth(boxes.boxes(), new int[boxes.boxes().count()], List.of()))
                .toList();
    }

    private void check(List<Proposals> proposals, Golden expected) {
        for (int image = 0; image < proposals.size(); image++) {
            assertClose(
                    proposals.get(image).logits(),
                    expected.get(image).get("logits").floats(),
                    1e-6);
            assertClose(
                    proposals.get(image).boxes().xyxy(),
                    expected.get(image).get("boxes").floats(),
                    1e-6);
        }
    }

    @Test
    void proposesAsTheReference() {
        try (NDManager manager = Torch.newManager()) {
            check(
                    rpn(manager).propose(Pass.inference(manager), features(manager, false), sizes()),
                    golden.get("test_proposals"));
        }
    }

    @Test
    void learnsAsTheReference() {
        try (NDManager manager = Torch.newManager()) {
            Rpn rpn = rpn(manager);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                Rpn.Training training = rpn.train(
                        Pass.training(manager), features(manager, true), sizes(), annotations(), RandomSubset.first());
                check(training.proposals(), golden.get("train_proposals"));
                var report = training.report();
                golden.get("losses")
                        .names()
                        .forEach(name -> assertThat(report.loss(name).getFloat())
                                .as(name)
                                .isCloseTo(
                                        (float) golden.get("losses").get(name).number(), within(1e-7f)));
                assertThat(report.losses().keySet()).containsExactly("loss_rpn_cls", "loss_rpn_loc");
                collector.backward(report.total());
            }
            rpn.namedParameters()
                    .forEach((name, parameter) -> assertThat(parameter
                                    .getArray()
                                    .getGradient()
                                    .abs()
                                    .sum()
                                    .getFloat())
                            .as(name)
                            .isPositive());
        }
    }

    @Test
    void labelsAsTheReference() {
        var labeler = new AnchorLabeler(Matcher.forAnchors(), new LabelSampler(10_000, 0.5));
        var all = Boxes.concat(anchors.grid(0, 6, 8), anchors.grid(1, 3, 4));
        List<GroundTruth> annotations = annotations();
        for (int image = 0; image < annotations.size(); image++) {
            var labels = labeler.label(all, annotations.get(image).boxes(), RandomSubset.first());
            assertThat(labels.label())
                    .containsExactly(golden.get("labels").get(image).ints());
            if (annotations.get(image).count() > 0) {
                assertThat(annotations
                                .get(image)
                                .boxes()
                                .select(labels.annotation())
                                .xyxy())
                        .containsExactly(golden.get("matched_boxes").get(image).floats());
            }
        }
    }
}
