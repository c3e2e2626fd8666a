package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a cause out of the differences between a file and a model. */
final class MismatchHints {
    private static final Pattern CLASSES =
            Pattern.compile("roi_heads\\.box_predictor\\.(?:\\d+\\.)?cls_score\\.weight|head\\.projection\\.weight");
    private static final Pattern BLOCK = Pattern.compile("(?:.*\\.)?blocks\\.(\\d{1,4})\\..*");

    private final Map<String, long[]> model;
    private final StateDict file;

    MismatchHints(Map<String, long[]> model, StateDict file) {
        this.model = model;
        this.file = file;
    }

    List<String> describe(List<LoadReport.Difference> mismatched) {
        Set<String> hints = new LinkedHashSet<>();
        names(hints);
        heads(hints);
        depths(hints);
        for (LoadReport.Difference difference : mismatched) {
            String hint = shape(difference);
            if (hint != null) {
                hints.add(hint);
            }
        }
        return new ArrayList<>(hints);
    }

    private void names(Set<String> hints) {
        if (model.keySet().stream().anyMatch(file::contains)) {
            return;
        }
        boolean detector = model.keySet().stream().anyMatch(name -> name.startsWith("backbone."));
        CheckpointFamily family = CheckpointFamily.detect(file).orElse(null);
        if (detector && (family == CheckpointFamily.MVIT || family == CheckpointFamily.TIMM)) {
            hints.add("the file is an image classifier; a detector starts from it through backbone initialisation");
        } else if (family == CheckpointFamily.TIMM
                || family == CheckpointFamily.TORCHVISION
                || family == CheckpointFamily.TIMESFORMER_HUB) {
            hints.add("the names are " + family.description() + "'s; use the " + family.cliName() + " name filter");
        } else {
            String prefix = prefix();
            if (prefix != null) {
                hints.add(prefix);
            }
        }
    }

    private @Nullable String prefix() {
        for (String modelName : model.keySet()) {
            for (String fileName : file.names()) {
                if (modelName.endsWith("." + fileName)) {
                    String prefix = modelName.substring(0, modelName.length() - fileName.length());
                    if (file.names().stream().allMatch(name -> model.containsKey(prefix + name))) {
                        return "every name fits with the prefix '" + prefix + "' before it";
                    }
                }
                if (fileName.endsWith("." + modelName)) {
                    String prefix = fileName.substring(0, fileName.length() - modelName.length());
                    if (model.keySet().stream().allMatch(name -> file.contains(prefix + name))) {
                        return "every name fits without the prefix '" + prefix + "'";
                    }
                }
            }
            return null;
        }
        return null;
    }

    private void heads(Set<String> hints) {
        contrast(
                hints,
                name -> name.startsWith("roi_heads.box_head.0."),
                "a Cascade Mask R-CNN checkpoint (roi_heads.box_head.0...)",
                "Cascade Mask R-CNN",
                name -> name.startsWith("roi_heads.box_head.") && !name.matches("roi_heads\\.box_head\\.\\d+\\..*"),
                "a Mask R-CNN checkpoint (roi_heads.box_head.fc1... without stage numbers)",
                "Mask R-CNN");
        contrast(
                hints,
                name -> name.startsWith("proposal_generator.rpn_head.conv.conv1."),
                "an RPN of two convolutions (rpn_head.conv.conv0, conv1)",
                "an RPN of two convolutions",
                name -> name.equals("proposal_generator.rpn_head.conv.weight"),
                "an RPN of one convolution (rpn_head.conv)",
                "an RPN of one convolution");
        contrast(
                hints,
                name -> name.startsWith("backbone.fpn_output") && name.contains(".norm."),
                "a feature pyramid with norms (fpn_output2.norm)",
                "a feature pyramid with norms",
                name -> name.startsWith("backbone.fpn_output") && name.endsWith(".bias") && !name.contains(".norm."),
                "a feature pyramid without norms (fpn_output2.bias)",
                "a feature pyramid without norms");
        Predicate<String> batchNorm = name -> name.startsWith("roi_heads.") && name.endsWith(".running_mean");
        Predicate<String> anyNorm = name -> name.startsWith("roi_heads.") && name.contains(".norm.weight");
        if (any(file.names(), batchNorm) != any(model.keySet(), batchNorm)
                && any(file.names(), anyNorm)
                && any(model.keySet(), anyNorm)) {
            hints.add(
                    any(file.names(), batchNorm)
                            ? "the file's heads use batch norm (running_mean), the config's layer norm"
                            : "the file's heads use layer norm, the config's batch norm (running_mean)");
        }
    }

    private void contrast(
            Set<String> hints,
            Predicate<String> one,
            String oneInFile,
            String oneInModel,
            Predicate<String> other,
            String otherInFile,
            String otherInModel) {
        if (any(file.names(), one) && any(model.keySet(), other) && !any(model.keySet(), one)) {
            hints.add("this looks like " + oneInFile + ", the config builds " + otherInModel);
        } else if (any(file.names(), other) && any(model.keySet(), one) && !any(file.names(), one)) {
            hints.add("this looks like " + otherInFile + ", the config builds " + oneInModel);
        }
    }

    private static boolean any(Collection<String> names, Predicate<String> predicate) {
        return names.stream().anyMatch(predicate);
    }

    private void depths(Set<String> hints) {
        int inFile = depth(file.names());
        int inModel = depth(model.keySet());
        if (inFile > 0 && inModel > 0 && inFile != inModel) {
            hints.add("the file has " + inFile + " blocks, the model " + inModel
                    + ": another size of the backbone (MViTv2 T 10, S 16, B 24, L 48, H 80)");
        }
    }

    private static int depth(Collection<String> names) {
        int depth = 0;
        for (String name : names) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                depth = Math.max(depth, Integer.parseInt(block.group(1)) + 1);
            }
        }
        return depth;
    }

    private static @Nullable String shape(LoadReport.Difference difference) {
        String name = difference.name();
        long[] inFile = difference.fileShape();
        long[] inModel = difference.modelShape();
        if (CLASSES.matcher(name).matches() && inFile.length == 2 && inModel.length == 2) {
            int background = name.startsWith("head.") ? 0 : 1;
            if (inFile[0] != inModel[0]) {
                return "num_classes is " + (inFile[0] - background) + " in the file and " + (inModel[0] - background)
                        + " in the config";
            }
        }
        if (PositionResampling.isRelPos(name) && inFile.length == 2 && inModel.length == 2 && inFile[1] == inModel[1]) {
            return name + " has " + inFile[0] + " rows, the model needs " + inModel[0]
                    + ": pass --resize-rel-pos to resample such tables";
        }
        if (PositionResampling.isPosEmbed(name) && inFile.length == inModel.length) {
            return name + " is " + Shape.text(inFile) + ", the model needs " + Shape.text(inModel)
                    + ": pass --resize-pos-embed to resample it";
        }
        if (name.endsWith("patch_embed.proj.weight")) {
            if (inFile.length != inModel.length) {
                return inFile.length == 5
                        ? "the file is a video model, the config builds an image model"
                        : "the file is an image model, the config builds a video model: inflate it first";
            }
            return "the backbone is " + inFile[0] + " wide in the file and " + inModel[0] + " in the config";
        }
        return null;
    }
}
