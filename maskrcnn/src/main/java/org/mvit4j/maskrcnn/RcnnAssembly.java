package org.mvit4j.maskrcnn;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.MViT;
import org.mvit4j.backbone.MViTConfig;
import org.mvit4j.backbone.ViT;
import org.mvit4j.backbone.ViTConfig;
import org.mvit4j.fpn.Fpn;
import org.mvit4j.fpn.PyramidBackbone;
import org.mvit4j.fpn.SimpleFeaturePyramid;
import org.mvit4j.maskrcnn.box.BatchedNms;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.config.BoxPredictorConfig;
import org.mvit4j.maskrcnn.config.MaskHeadConfig;
import org.mvit4j.maskrcnn.config.ModelConfig;
import org.mvit4j.maskrcnn.config.MvitConfig;
import org.mvit4j.maskrcnn.config.NeckConfig;
import org.mvit4j.maskrcnn.config.RoiHeadsConfig;
import org.mvit4j.maskrcnn.config.RpnConfig;
import org.mvit4j.maskrcnn.config.VitConfig;
import org.mvit4j.maskrcnn.heads.BoxHead;
import org.mvit4j.maskrcnn.heads.BoxPredictor;
import org.mvit4j.maskrcnn.heads.BoxStage;
import org.mvit4j.maskrcnn.heads.CascadeRoiHeads;
import org.mvit4j.maskrcnn.heads.ClassProbability;
import org.mvit4j.maskrcnn.heads.ClassificationLoss;
import org.mvit4j.maskrcnn.heads.DetectionSelector;
import org.mvit4j.maskrcnn.heads.MaskBranch;
import org.mvit4j.maskrcnn.heads.MaskHead;
import org.mvit4j.maskrcnn.heads.ProposalSampler;
import org.mvit4j.maskrcnn.heads.RoiHeads;
import org.mvit4j.maskrcnn.heads.RoiRules;
import org.mvit4j.maskrcnn.heads.StandardRoiHeads;
import org.mvit4j.maskrcnn.matching.LabelSampler;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.roi.RoiPooler;
import org.mvit4j.maskrcnn.rpn.AnchorGenerator;
import org.mvit4j.maskrcnn.rpn.ProposalSelector;
import org.mvit4j.maskrcnn.rpn.Rpn;
import org.mvit4j.maskrcnn.rpn.RpnHead;
import org.mvit4j.maskrcnn.rpn.RpnRules;
import org.mvit4j.nn.Init;

/** Builds the blocks that a configuration describes. */
record RcnnAssembly(ModelConfig config) {
    /** Stage outputs of MViT, finest first. */
    private static final List<String> STAGES = List.of("scale2", "scale3", "scale4", "scale5");

    private static final Pattern LINEAR =
            Pattern.compile("^blocks\\.\\d+\\.(attn\\.(qkv|proj)|mlp\\.fc[12]|proj)\\.weight$");

    GeneralizedRcnn build() {
        PyramidBackbone backbone = config.backbone() instanceof VitConfig vit
                ? plain(vit, config.neck())
                : hierarchical((MvitConfig) config.backbone(), config.neck());
        return new GeneralizedRcnn(backbone, rpn(config.rpn()), heads(config.roiHeads()));
    }

    private static PyramidBackbone hierarchical(MvitConfig c, NeckConfig neck) {
        MViTConfig plan = MViTConfig.detection()
                .embedDim(c.embedDim())
                .depth(c.depth())
                .numHeads(c.numHeads())
                .lastBlockIndexes(c.lastBlockIndexes())
                .dropPathRate(c.dropPathRate())
                .adaptiveKvStride(c.adaptiveKvStride())
                .adaptiveWindowSize(c.adaptiveWindowSize())
                .residualPooling(c.residualPooling())
                .useRelPos(c.useRelPos())
                .useAbsPos(c.useAbsPos())
                .pretrainImgSize(c.pretrainImgSize())
                .pretrainUseClsToken(c.pretrainUseClsToken())
                .imgSize(c.imgSize())
                .outFeatures(STAGES)
                .build();
        var network = new MViT(plan);
        Double gain = c.linearInitGain();
        if (gain != null) {
            network.namedParameters().forEach((name, parameter) -> {
                if (LINEAR.matcher(name).find()) {
                    parameter.setInitializer(Init.fanIn(gain));
                }
            });
        }
        var fpn = new Fpn(
                STAGES.stream().mapToInt(plan::channels).toArray(),
                STAGES.stream().mapToInt(plan::stride).toArray(),
                neck.outChannels(),
                neck.norm());
        return new PyramidBackbone(
                "bottom_up",
                network,
                (pass, images) -> List.copyOf(network.features(pass, images).values()),
                fpn);
    }

    private static PyramidBackbone plain(VitConfig c, NeckConfig neck) {
        if (!c.qkvBias()) {
            throw new IllegalArgumentException("backbone vit has qkv_bias true: leave it at its default");
        }
        var network = new ViT(ViTConfig.builder()
                .imgSize(c.imgSize())
                .patchSize(c.patchSize())
                .embedDim(c.embedDim())
                .depth(c.depth())
                .numHeads(c.numHeads())
                .mlpRatio(c.mlpRatio())
                .dropPathRate(c.dropPathRate())
                .window(c.windowSize(), c.windowBlockIndexes())
                .useRelPos(c.useRelPos())
                .useAbsPos(c.useAbsPos())
                .pretrainImgSize(c.pretrainImgSize())
                .pretrainUseClsToken(c.pretrainUseClsToken())
                .build());
        var pyramid = new SimpleFeaturePyramid(c.embedDim(), c.patchSize(), neck.outChannels(), neck.norm());
        return new PyramidBackbone(
                "net", network, (pass, images) -> List.of(network.featureMap(pass, images)), pyramid);
    }

    private Rpn rpn(RpnConfig c) {
        var anchors = new AnchorGenerator(
                config.anchors().sizes().stream().map(RcnnAssembly::doubles).toList(),
                doubles(config.anchors().aspectRatios()),
                config.anchors().strides().stream().mapToInt(i -> i).toArray(),
                config.anchors().offset());
        var nms = new BatchedNms(c.nmsThreshold(), config.batchedNms());
        float minSize = (float) c.minBoxSize();
        var rules = new RpnRules(
                new ProposalSelector(c.preNmsTopk().train(), c.postNmsTopk().train(), minSize, nms),
                new ProposalSelector(c.preNmsTopk().test(), c.postNmsTopk().test(), minSize, nms),
                transform(c.bboxRegWeights()),
                new Matcher(
                        new float[] {
                            c.iouThresholds().get(0).floatValue(),
                            c.iouThresholds().get(1).floatValue()
                        },
                        new int[] {Matcher.NEGATIVE, Matcher.IGNORED, Matcher.POSITIVE},
                        true),
                new LabelSampler(c.batchSizePerImage(), c.positiveFraction()),
                c.smoothL1Beta());
        return new Rpn(
                new RpnHead(config.neck().outChannels(), c.convDims(), anchors.anchorsPerCell()), anchors, rules);
    }

    private RoiHeads heads(RoiHeadsConfig c) {
        List<BoxStage> stages = new ArrayList<>();
        for (RoiHeadsConfig.StageConfig stage : c.stages()) {
            var head = new BoxHead(
                    config.neck().outChannels(),
                    c.boxPooler().resolution(),
                    c.boxHead().convDims(),
                    c.boxHead().fcDims(),
                    c.boxHead().norm());
            stages.add(new BoxStage(
                    head,
                    new BoxPredictor(
                            head.width(), config.numClasses(), c.boxPredictor().classAgnostic()),
                    transform(stage.bboxRegWeights()),
                    Matcher.forProposals((float) stage.iouThreshold())));
        }
        RoiPooler pooler = pooler(c.boxPooler());
        RoiRules rules = rules(c, stages.get(0).matcher());
        return c.cascade()
                ? new CascadeRoiHeads(pooler, stages, rules, maskBranch(c))
                : new StandardRoiHeads(pooler, stages.get(0), rules, maskBranch(c));
    }

    private RoiRules rules(RoiHeadsConfig c, Matcher first) {
        BoxPredictorConfig predictor = c.boxPredictor();
        return new RoiRules(
                new DetectionSelector(
                        (float) predictor.scoreThreshold(),
                        new BatchedNms(predictor.nmsThreshold(), config.batchedNms()),
                        predictor.topkPerImage()),
                ClassProbability.SOFTMAX,
                new ProposalSampler(
                        first, new LabelSampler(c.batchSizePerImage(), c.positiveFraction()), c.proposalAppendGt()),
                ClassificationLoss.softmax(),
                predictor.smoothL1Beta());
    }

    private @Nullable MaskBranch maskBranch(RoiHeadsConfig c) {
        MaskHeadConfig mask = c.maskHead();
        if (mask == null) {
            return null;
        }
        var head = new MaskHead(
                config.neck().outChannels(), mask.convDims(), mask.deconvDim(), config.numClasses(), mask.norm());
        return new MaskBranch(pooler(c.maskPooler()), head);
    }

    /** Regions are pooled from all levels but the coarsest, which only the RPN reads. */
    private RoiPooler pooler(RoiHeadsConfig.PoolerConfig c) {
        int[] strides = config.anchors().strides().stream()
                .limit(config.anchors().strides().size() - 1L)
                .mapToInt(i -> i)
                .toArray();
        return new RoiPooler(c.resolution(), strides, c.samplingRatio(), true, c.canonicalBoxSize());
    }

    private static Box2BoxTransform transform(List<Double> weights) {
        return new Box2BoxTransform(
                weights.get(0).floatValue(),
                weights.get(1).floatValue(),
                weights.get(2).floatValue(),
                weights.get(3).floatValue());
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
