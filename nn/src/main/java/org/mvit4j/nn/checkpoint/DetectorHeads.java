package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.List;

/** Neck and heads of a detector, in words, from the names of its weights. */
final class DetectorHeads {
    private DetectorHeads() {}

    static List<String> describe(StateDict detector) {
        List<String> parts = new ArrayList<>();
        if (detector.anyName(name -> name.startsWith("backbone.fpn_output"))) {
            boolean norm = detector.anyName(name -> name.startsWith("backbone.fpn_output") && name.contains(".norm."));
            parts.add("FPN" + (norm ? " with norm" : ""));
        } else if (detector.anyName(name -> name.startsWith("backbone.simfp_"))) {
            parts.add("simple feature pyramid");
        }
        if (detector.contains("proposal_generator.rpn_head.conv.weight")) {
            parts.add("RPN of 1 conv");
        } else if (detector.anyName(name -> name.startsWith("proposal_generator.rpn_head.conv.conv"))) {
            parts.add("RPN of " + count(detector, "proposal_generator.rpn_head.conv.conv") + " convs");
        }
        if (detector.anyName(name -> name.startsWith("roi_heads.box_head."))) {
            parts.add(boxHead(detector));
        }
        if (detector.anyName(name -> name.startsWith("roi_heads.mask_head."))) {
            parts.add("mask head of " + count(detector, "roi_heads.mask_head.mask_fcn") + " convs"
                    + norm(detector, "roi_heads.mask_head.mask_fcn1.norm."));
        }
        return parts;
    }

    private static String boxHead(StateDict detector) {
        boolean cascade = detector.anyName(name -> name.startsWith("roi_heads.box_head.0."));
        String first = cascade ? "roi_heads.box_head.0." : "roi_heads.box_head.";
        int convs = count(detector, first + "conv");
        int linears = count(detector, first + "fc");
        String stages = "";
        if (cascade) {
            int stage = 0;
            while (hasPrefix(detector, "roi_heads.box_head." + stage + ".")) {
                stage++;
            }
            stages = stage + " cascade stages of ";
        }
        return stages + (convs > 0 ? convs + "conv+" : "") + linears + "fc box head"
                + norm(detector, first + "conv1.norm.");
    }

    private static boolean hasPrefix(StateDict detector, String prefix) {
        return detector.anyName(name -> name.startsWith(prefix));
    }

    /** How many numbered layers begin with this name: conv1, conv2, ... or conv0, conv1, ... */
    private static int count(StateDict detector, String prefix) {
        int layers = 0;
        for (int i = 0; i < 32; i++) {
            layers += detector.contains(prefix + i + ".weight") ? 1 : 0;
        }
        return layers;
    }

    private static String norm(StateDict detector, String prefix) {
        if (detector.contains(prefix + "running_mean")) {
            return " (BN)";
        }
        return detector.contains(prefix + "weight") ? " (LN)" : "";
    }
}
