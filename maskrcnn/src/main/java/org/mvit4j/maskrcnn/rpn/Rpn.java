package org.mvit4j.maskrcnn.rpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mvit4j.maskrcnn.loss.Losses;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * Region proposal network over a feature pyramid. Parameters: {@code rpn_head}.
 *
 * <p>The head runs in the engine; its outputs come to the host in one copy per level, where proposals are chosen.
 */
public final class Rpn extends NamedBlock {
    private final RpnHead head;
    private final AnchorGenerator anchors;
    private final RpnRules rules;

    /** A network with the given head, anchors and rules. */
    public Rpn(RpnHead head, AnchorGenerator anchors, RpnRules rules) {
        if (head.anchors() != anchors.anchorsPerCell()) {
            throw new IllegalArgumentException("the head predicts for " + head.anchors()
                    + " anchors per cell, but there are " + anchors.anchorsPerCell());
        }
        this.head = child("rpn_head", head);
        this.anchors = anchors;
        this.rules = rules;
    }

    /**
     * Proposes regions.
     *
     * @param features pyramid levels [N, C, H, W], finest first
     * @param sizes per image, its size without padding
     * @return per image, its proposals
     */
    public List<Proposals> propose(Pass pass, List<NDArray> features, List<ImageSize> sizes) {
        List<List<LevelPredictions>> levels = new ArrayList<>();
        for (NDArray feature : checked(features)) {
            try (NDArray level = head.forward(pass, feature)) {
                levels.add(head.toHost(level));
            }
        }
        return select(levels, sizes, rules.testSelector(), false);
    }

    /**
     * Proposals and losses of a training step.
     *
     * @param proposals per image, without gradients
     * @param report {@code loss_rpn_cls} and {@code loss_rpn_loc}, {@code rpn/num_pos_anchors} and
     *     {@code rpn/num_neg_anchors}
     */
    public record Training(List<Proposals> proposals, TrainingReport report) {}

    /** As {@link #propose}, with losses against the annotations of each image. */
    public Training train(
            Pass pass,
            List<NDArray> features,
            List<ImageSize> sizes,
            List<GroundTruth> annotations,
            RandomSubset subset) {
        List<NDArray> outputs = new ArrayList<>();
        List<List<LevelPredictions>> levels = new ArrayList<>();
        for (NDArray feature : checked(features)) {
            NDArray level = head.forward(pass, feature);
            outputs.add(level);
            levels.add(head.toHost(level));
        }
        Boxes all = allAnchors(levels);
        var labeler = new AnchorLabeler(rules.matcher(), rules.sampler());
        List<AnchorLabeler.Labels> labels = annotations.stream()
                .map(annotation -> labeler.label(all, annotation.boxes(), subset))
                .toList();
        TrainingReport report = losses(outputs, all, labels, annotations);
        outputs.forEach(NDArray::close);
        return new Training(select(levels, sizes, rules.trainSelector(), true), report);
    }

    private List<NDArray> checked(List<NDArray> features) {
        if (features.size() != anchors.levels()) {
            throw new IllegalArgumentException("there are anchors for " + anchors.levels() + " pyramid levels, but "
                    + features.size() + " levels were given");
        }
        return features;
    }

    private List<Proposals> select(
            List<List<LevelPredictions>> levels, List<ImageSize> sizes, ProposalSelector selector, boolean training) {
        List<Proposals> proposals = new ArrayList<>();
        for (int image = 0; image < sizes.size(); image++) {
            int index = image;
            List<LevelPredictions> own =
                    levels.stream().map(level -> level.get(index)).toList();
            proposals.add(selector.select(anchors, rules.transform(), own, sizes.get(image), training));
        }
        return proposals;
    }

    private Boxes allAnchors(List<List<LevelPredictions>> levels) {
        Boxes all = Boxes.EMPTY;
        for (int level = 0; level < levels.size(); level++) {
            LevelPredictions first = levels.get(level).get(0);
            all = Boxes.concat(all, anchors.grid(level, first.height(), first.width()));
        }
        return all;
    }

    private TrainingReport losses(
            List<NDArray> outputs, Boxes all, List<AnchorLabeler.Labels> labels, List<GroundTruth> annotations) {
        List<NDArray> logits = new ArrayList<>();
        List<NDArray> deltas = new ArrayList<>();
        FloatBuffer targets = FloatBuffer.allocate(
                labels.stream().mapToInt(l -> l.positives() + l.negatives()).sum());
        FloatBuffer deltaTargets = FloatBuffer.allocate(
                4 * labels.stream().mapToInt(AnchorLabeler.Labels::positives).sum());
        int from = 0;
        for (NDArray output : outputs) {
            Shape shape = output.getShape();
            int count = (int) (shape.get(1) * shape.get(2)) * head.anchors();
            var chosen = IntStream.builder();
            var positive = IntStream.builder();
            for (int image = 0; image < labels.size(); image++) {
                AnchorLabeler.Labels own = labels.get(image);
                for (int i : inRange(own.sample().positives(), from, count)) {
                    chosen.add(image * count + i - from);
                    targets.put(1);
                    positive.add(image * count + i - from);
                    Boxes target = annotations.get(image).boxes().select(own.annotation()[i]);
                    deltaTargets.put(rules.transform().encode(all.select(i), target));
                }
                for (int i : inRange(own.sample().negatives(), from, count)) {
                    chosen.add(image * count + i - from);
                    targets.put(0);
                }
            }
            try (NDArray index = HostCopy.of(output.getManager(), chosen.build().toArray());
                    NDArray positiveIndex =
                            HostCopy.of(output.getManager(), positive.build().toArray())) {
                logits.add(head.logits(output, index));
                deltas.add(head.deltas(output, positiveIndex));
            }
            from += count;
        }
        return report(new NDList(logits), new NDList(deltas), targets.array(), deltaTargets.array(), labels);
    }

    private TrainingReport report(
            NDList logits, NDList deltas, float[] targets, float[] deltaTargets, List<AnchorLabeler.Labels> labels) {
        long divisor = (long) rules.sampler().batchSize() * labels.size();
        Map<String, NDArray> losses = new LinkedHashMap<>();
        var manager = logits.head().getManager();
        try (NDArray joinedLogits = NDArrays.concat(logits);
                NDArray joinedDeltas = NDArrays.concat(deltas);
                NDArray wanted = HostCopy.of(manager, targets, new Shape(targets.length));
                NDArray wantedDeltas = HostCopy.of(manager, deltaTargets, new Shape(deltaTargets.length / 4, 4))) {
            losses.put("loss_rpn_cls", Losses.binaryCrossEntropy(joinedLogits, wanted, divisor));
            losses.put("loss_rpn_loc", Losses.smoothL1(joinedDeltas, wantedDeltas, rules.smoothL1Beta(), divisor));
        }
        logits.close();
        deltas.close();
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put(
                "rpn/num_pos_anchors",
                labels.stream()
                        .mapToInt(AnchorLabeler.Labels::positives)
                        .average()
                        .orElse(0));
        scalars.put(
                "rpn/num_neg_anchors",
                labels.stream()
                        .mapToInt(AnchorLabeler.Labels::negatives)
                        .average()
                        .orElse(0));
        return new TrainingReport(losses, scalars);
    }

    private static int[] inRange(int[] indices, int from, int count) {
        return Arrays.stream(indices).filter(i -> i >= from && i < from + count).toArray();
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(inputs.stream().map(x -> head.forward(pass, x)).toList());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return head.getOutputShapes(inputShapes);
    }
}
