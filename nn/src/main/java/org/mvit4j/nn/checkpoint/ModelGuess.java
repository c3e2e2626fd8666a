package org.mvit4j.nn.checkpoint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What network a checkpoint belongs to, as far as names and shapes tell.
 *
 * @param name the whole model, such as {@code Cascade Mask R-CNN MViTv2-B}
 * @param backbone such as {@code MViTv2-B}; {@code MViTv2 (16 wide, 10 blocks)} for sizes nobody published
 * @param depth number of blocks, 0 where there are none
 * @param width channels behind the patch embedding, 0 where there is none
 * @param widthGrowth {@code in attention} or {@code in the MLP}; null where it does not apply
 * @param clsToken whether there is a class token
 * @param classes classes without background; null if there is no classifier
 * @param classesName the usual data set of so many classes; null if there is none
 * @param frames input frames of a video model; null for image models
 * @param heads parts of a detector's heads, such as {@code 4conv+1fc box head (BN)}; empty for classifiers
 */
public record ModelGuess(
        String name,
        String backbone,
        int depth,
        long width,
        @Nullable String widthGrowth,
        boolean clsToken,
        @Nullable Long classes,
        @Nullable String classesName,
        @Nullable Long frames,
        List<String> heads) {
    private static final Pattern ENCODER_LAYER =
            Pattern.compile("vivit\\.(?:encoder\\.layer|layers)\\.(\\d{1,4})\\..*");

    /** @param reference weights under reference names */
    static ModelGuess of(@Nullable CheckpointFamily family, StateDict reference) {
        boolean detector = family == CheckpointFamily.DETECTRON2;
        boolean factorised = reference.contains("spatial.blocks.0.attn.qkv.weight");
        StateDict trunk = !detector
                ? factorised ? reference.rename(name -> name.replaceFirst("^spatial\\.", "")) : reference
                : reference.anyName(name -> name.startsWith("backbone.net."))
                        ? reference.under("backbone.net.")
                        : reference.under(DetectorInit.BACKBONE);
        BlockLayout layout = BlockLayout.of(trunk);
        StoredTensor patches = trunk.get("patch_embed.proj.weight");
        long width = patches == null ? 0 : patches.shape()[0];
        int depth = family == CheckpointFamily.VIVIT_HUB ? vivitDepth(reference) : layout.depth();
        String backbone = backbone(family, trunk, layout, width, depth) + (factorised ? ", factorised encoder" : "");
        List<String> heads = detector ? DetectorHeads.describe(reference) : List.of();
        Long classes = classes(reference);
        return new ModelGuess(
                name(family, reference, backbone),
                backbone,
                depth,
                width,
                layout.widthGrowth() == null ? null : layout.widthGrowth().toString(),
                trunk.contains("cls_token") || trunk.contains("vivit.embeddings.cls_token"),
                classes,
                classes == null ? null : classesName(classes),
                frames(family, trunk),
                heads);
    }

    private static String name(@Nullable CheckpointFamily family, StateDict reference, String backbone) {
        if (family != CheckpointFamily.DETECTRON2) {
            return backbone;
        }
        if (!reference.anyName(name -> name.startsWith("roi_heads."))) {
            return backbone + " backbone";
        }
        boolean cascade = reference.anyName(name -> name.startsWith("roi_heads.box_head.0."));
        boolean mask = reference.anyName(name -> name.startsWith("roi_heads.mask_head."));
        return (cascade ? "Cascade " : "") + (mask ? "Mask R-CNN " : cascade ? "R-CNN " : "Faster R-CNN ") + backbone;
    }

    private static String backbone(
            @Nullable CheckpointFamily family, StateDict trunk, BlockLayout layout, long width, int depth) {
        if (family == CheckpointFamily.TIMESFORMER || family == CheckpointFamily.TIMESFORMER_HUB) {
            return "TimeSformer" + vitSize(width, depth);
        }
        if (family == CheckpointFamily.VIVIT_HUB) {
            StoredTensor tubes = trunk.get("vivit.embeddings.patch_embeddings.projection.weight");
            return "ViViT" + vitSize(tubes == null ? 0 : tubes.shape()[0], depth);
        }
        if (trunk.anyName(name -> name.matches("blocks\\.\\d+\\.attn\\.norm_k\\.weight"))) {
            return mvit(trunk, width, layout.depth());
        }
        if (trunk.contains("blocks.0.attn_space.qkv.weight")) {
            return "ViViT" + vitSize(width, depth) + ", factorised self-attention";
        }
        if (trunk.contains("blocks.0.attn.qkv.weight")) {
            StoredTensor patches = trunk.get("patch_embed.proj.weight");
            return (patches != null && patches.shape().length == 5 ? "ViViT" : "ViT") + vitSize(width, depth);
        }
        if (trunk.anyName(name -> name.startsWith("layers.") && name.contains("relative_position_bias_table"))) {
            return "Swin"
                    + switch ((int) width) {
                        case 96 -> trunk.anyName(name -> name.startsWith("layers.2.blocks.6.")) ? "-S" : "-T";
                        case 128 -> "-B";
                        case 192 -> "-L";
                        default -> " (" + width + " wide)";
                    };
        }
        if (trunk.contains("stem.conv1.weight")) {
            return trunk.anyName(name -> name.startsWith("res4.22."))
                    ? "ResNet-101"
                    : trunk.anyName(name -> name.startsWith("res4.5.")) ? "ResNet-50" : "ResNet";
        }
        return "unknown network";
    }

    private static String mvit(StateDict trunk, long width, int depth) {
        boolean relative = trunk.anyName(name -> name.endsWith(".rel_pos_h"));
        String size = switch ((int) width * 100 + depth) {
            case 9610 -> "-T";
            case 9616 -> relative ? "-S" : "-B";
            case 9624 -> "-B";
            case 14448 -> "-L";
            case 19280 -> "-H";
            default -> " (" + width + " wide, " + depth + " blocks)";
        };
        return (relative ? "MViTv2" : "MViTv1") + size;
    }

    private static String vitSize(long width, int depth) {
        return switch ((int) width * 100 + depth) {
            case 19212 -> "-Ti";
            case 38412 -> "-S";
            case 76812 -> "-B";
            case 102424 -> "-L";
            case 128032 -> "-H";
            default -> " (" + width + " wide, " + depth + " blocks)";
        };
    }

    private static int vivitDepth(StateDict reference) {
        int depth = 0;
        for (String name : reference.names()) {
            Matcher layer = ENCODER_LAYER.matcher(name);
            if (layer.matches()) {
                depth = Math.max(depth, Integer.parseInt(layer.group(1)) + 1);
            }
        }
        return depth;
    }

    private static @Nullable Long classes(StateDict reference) {
        for (String scores :
                List.of("roi_heads.box_predictor.cls_score.weight", "roi_heads.box_predictor.0.cls_score.weight")) {
            StoredTensor tensor = reference.get(scores);
            if (tensor != null && tensor.shape().length == 2) {
                return tensor.shape()[0] - 1;
            }
        }
        for (String head : List.of("head.projection.weight", "head.weight", "classifier.weight")) {
            StoredTensor tensor = reference.get(head);
            if (tensor != null && tensor.shape().length == 2) {
                return tensor.shape()[0];
            }
        }
        return null;
    }

    private static @Nullable String classesName(long classes) {
        return switch ((int) classes) {
            case 80 -> "COCO";
            case 1203 -> "LVIS v1";
            case 1000 -> "ImageNet-1K";
            case 19168 -> "ImageNet-21K";
            case 21841, 21843 -> "ImageNet-21K";
            case 400 -> "Kinetics-400";
            case 600 -> "Kinetics-600";
            case 700 -> "Kinetics-700";
            case 174 -> "Something-Something v2";
            default -> null;
        };
    }

    private static @Nullable Long frames(@Nullable CheckpointFamily family, StateDict trunk) {
        StoredTensor time = trunk.get("time_embed");
        if (time != null && time.shape().length == 3) {
            return time.shape()[1];
        }
        StoredTensor patches = trunk.get("patch_embed.proj.weight");
        if (family == CheckpointFamily.VIVIT_HUB || patches == null || patches.shape().length != 5) {
            return null;
        }
        StoredTensor times = trunk.get("temporal.pos_embed");
        if (times != null && times.shape().length == 3) {
            return (times.shape()[1] - (trunk.contains("temporal.cls_token") ? 1 : 0)) * patches.shape()[2];
        }
        StoredTensor temporal = trunk.get("pos_embed_temporal");
        StoredTensor relative = trunk.get("blocks.0.attn.rel_pos_t");
        if (temporal != null && temporal.shape().length == 3) {
            return 2 * temporal.shape()[1];
        }
        return relative == null ? null : relative.shape()[0] + 1;
    }

    /** The line a person reads first. */
    public String sentence() {
        StringBuilder text = new StringBuilder(name);
        Optional.ofNullable(classes)
                .ifPresent(count -> text.append(", ")
                        .append(String.format(Locale.ROOT, "%,d classes", count))
                        .append(classesName == null ? "" : " (" + classesName + ")"));
        Optional.ofNullable(frames)
                .ifPresent(count -> text.append(", ").append(count).append(" frames"));
        Optional.ofNullable(widthGrowth)
                .ifPresent(place -> text.append(", widens ").append(place));
        return text.append(clsToken ? ", class token" : "").toString();
    }
}
