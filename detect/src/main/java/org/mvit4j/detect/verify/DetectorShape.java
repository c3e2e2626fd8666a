package org.mvit4j.detect.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.mvit4j.nn.checkpoint.StateDict;

/**
 * Reads off a detector's weights which configuration they belong to, as overrides of a published one: sizes, depth,
 * stage ends, norms and heads all show in names and shapes.
 */
final class DetectorShape {

    private static final String MVIT = "backbone.bottom_up.";
    private static final String VIT = "backbone.net.";
    private static final String HEADS = "roi_heads.";

    private final StateDict weights;

    DetectorShape(StateDict weights) {
        this.weights = weights;
    }

    /** Returns the published configuration that the overrides start from. */
    String base() {
        return isCascade() ? "cascade_mask_rcnn_mvitv2_t_3x" : "mask_rcnn_mvitv2_t_3x";
    }

    /** Returns the overrides; {@code squarePad} is used by plain backbones. */
    List<String> overrides(int squarePad) {
        List<String> overrides = new ArrayList<>();
        String stage = isCascade() ? "0." : "";
        String box = HEADS + "box_head." + stage;
        String predictor = HEADS + "box_predictor." + stage;
        int classes = rows(predictor + "cls_score.weight") - 1;
        overrides.add("model.num_classes=" + classes);
        overrides.add("model.class_names=null");
        overrides.addAll(weights.contains(VIT + "patch_embed.proj.weight") ? vit(squarePad) : mvit());
        overrides.add("model.rpn.conv_dims=" + rpnConvs());
        overrides.add("model.roi_heads.box_head={conv_dims: " + widths(box + "conv", "") + ", fc_dims: "
                + widths(box + "fc", "") + ", norm: " + norm(box + "conv1") + "}");
        overrides.add("model.roi_heads.box_predictor.class_agnostic=" + (rows(predictor + "bbox_pred.weight") == 4));
        overrides.add("model.roi_heads.mask_head={conv_dims: " + widths(HEADS + "mask_head.mask_fcn", "")
                + ", deconv_dim: " + shape(HEADS + "mask_head.deconv.weight")[1] + ", norm: "
                + norm(HEADS + "mask_head.mask_fcn1") + "}");
        return overrides;
    }

    private boolean isCascade() {
        return weights.contains(HEADS + "box_predictor.0.cls_score.weight");
    }

    private List<String> mvit() {
        int depth = depth(MVIT);
        List<Integer> ends = new ArrayList<>(IntStream.range(1, depth)
                .filter(i -> weights.contains(MVIT + "blocks." + i + ".proj.weight"))
                .mapToObj(i -> i - 1)
                .toList());
        ends.add(depth - 1);
        long head = shape(MVIT + "blocks.0.attn.pool_q.weight")[0];
        return List.of(
                "model.backbone.embed_dim=" + rows(MVIT + "patch_embed.proj.weight"),
                "model.backbone.depth=" + depth,
                "model.backbone.num_heads=" + rows(MVIT + "blocks.0.attn.qkv.weight") / 3 / head,
                "model.backbone.last_block_indexes=" + ends,
                "model.backbone.use_abs_pos=" + weights.contains(MVIT + "pos_embed"),
                "model.neck.out_channels=" + rows("backbone.fpn_output2.weight"),
                "model.neck.norm=" + norm("backbone.fpn_lateral2"));
    }

    private List<String> vit(int squarePad) {
        int depth = depth(VIT);
        long[] patch = shape(VIT + "patch_embed.proj.weight");
        long head = shape(VIT + "blocks.0.attn.rel_pos_h")[1];
        int[] rows = IntStream.range(0, depth)
                .map(i -> rows(VIT + "blocks." + i + ".attn.rel_pos_h"))
                .toArray();
        int fewest = IntStream.of(rows).min().orElseThrow();
        int most = IntStream.of(rows).max().orElseThrow();
        List<Integer> windowed = IntStream.range(0, depth)
                .filter(i -> rows[i] == fewest && fewest < most)
                .boxed()
                .toList();
        boolean position = weights.contains(VIT + "pos_embed");
        long pretrain = position ? Math.round(Math.sqrt(shape(VIT + "pos_embed")[1] - 1)) * patch[2] : 224;
        return List.of(
                "model.backbone={type: vit, img_size: " + (most + 1) / 2 * patch[2] + ", patch_size: " + patch[2]
                        + ", embed_dim: " + patch[0] + ", depth: " + depth + ", num_heads: " + patch[0] / head
                        + ", mlp_ratio: " + (double) rows(VIT + "blocks.0.mlp.fc1.weight") / patch[0]
                        + ", qkv_bias: true, drop_path_rate: 0.0, window_size: " + (fewest + 1) / 2
                        + ", window_block_indexes: " + windowed + ", use_rel_pos: true, use_abs_pos: " + position
                        + ", pretrain_img_size: " + pretrain
                        + ", pretrain_use_cls_token: true, activation_checkpoint: false}",
                "model.neck={type: simple_feature_pyramid, out_channels: " + rows("backbone.simfp_2.5.weight")
                        + ", norm: " + norm("backbone.simfp_2.5") + ", square_pad: " + squarePad + "}");
    }

    private List<Integer> rpnConvs() {
        String conv = "proposal_generator.rpn_head.conv.";
        if (weights.contains(conv + "weight")) {
            return List.of(-1);
        }
        return IntStream.range(0, 100)
                .takeWhile(i -> weights.contains(conv + "conv" + i + ".weight"))
                .mapToObj(i -> -1)
                .toList();
    }

    /** The output widths of layers numbered from 1. */
    private List<Integer> widths(String prefix, String suffix) {
        return IntStream.range(1, 100)
                .takeWhile(i -> weights.contains(prefix + i + suffix + ".weight"))
                .mapToObj(i -> rows(prefix + i + suffix + ".weight"))
                .toList();
    }

    private String norm(String layer) {
        return weights.contains(layer + ".norm.running_mean")
                ? "bn"
                : weights.contains(layer + ".norm.weight") ? "ln" : "none";
    }

    private int depth(String prefix) {
        int depth = 0;
        while (weights.contains(prefix + "blocks." + depth + ".norm1.weight")) {
            depth++;
        }
        return depth;
    }

    private int rows(String name) {
        return Math.toIntExact(shape(name)[0]);
    }

    private long[] shape(String name) {
        return weights.tensor(name).shape();
    }
}
