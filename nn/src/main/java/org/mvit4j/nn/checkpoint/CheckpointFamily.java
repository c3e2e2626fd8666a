package org.mvit4j.nn.checkpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who named the weights, recognised from the names themselves. */
public enum CheckpointFamily {
    DETECTRON2("detectron2 detector", new Detectron2Filter()),
    MVIT("MViT image classifier", NameFilter.identity()),
    SLOWFAST("SlowFast video classifier", NameFilter.identity()),
    TIMM("timm image classifier", new TimmFilter()),
    TORCHVISION("torchvision video classifier", new TorchvisionFilter()),
    TIMESFORMER("TimeSformer", NameFilter.identity()),
    TIMESFORMER_HUB("TimeSformer (Hugging Face)", new TimesformerHubFilter()),
    VIVIT("ViViT", NameFilter.identity()),
    VIVIT_HUB("ViViT (Hugging Face)", new VivitHubFilter()),
    VIVIT_SCENIC("ViViT (scenic)", new VivitScenicFilter()),
    VIT("plain ViT", NameFilter.identity());

    private final String description;
    private final NameFilter filter;

    CheckpointFamily(String description, NameFilter filter) {
        this.description = description;
        this.filter = filter;
    }

    public String description() {
        return description;
    }

    public NameFilter filter() {
        return filter;
    }

    /** As people type it: {@code detectron2}, {@code timesformer-hub}. */
    public String cliName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException on an unknown name, listing the known ones */
    public static CheckpointFamily parse(String name) {
        return Arrays.stream(values())
                .filter(family ->
                        family.cliName().equals(name.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown checkpoint family '" + name + "', known are "
                        + Arrays.stream(values()).map(CheckpointFamily::cliName).collect(Collectors.joining(", "))));
    }

    /** The family of a file's names; empty when they are nobody's we know. */
    public static Optional<CheckpointFamily> detect(StateDict file) {
        StateDict weights = file.withoutCommonPrefix("model.");
        if (weights.anyName(name -> name.startsWith("backbone.bottom_up.")
                || name.startsWith("backbone.net.")
                || name.startsWith("roi_heads.")
                || name.startsWith("proposal_generator."))) {
            return Optional.of(DETECTRON2);
        }
        if (weights.anyName(name -> name.startsWith("timesformer."))) {
            return Optional.of(TIMESFORMER_HUB);
        }
        if (weights.anyName(name -> name.startsWith("vivit."))) {
            return Optional.of(VIVIT_HUB);
        }
        if (weights.anyName(name -> name.matches("(Spatial)?Transformer/encoderblock_0/.*"))) {
            return Optional.of(VIVIT_SCENIC);
        }
        if (weights.contains("conv_proj.weight") && weights.contains("pos_encoding.class_token")) {
            return Optional.of(TORCHVISION);
        }
        StoredTensor patches = weights.get("patch_embed.proj.weight");
        if (patches == null) {
            return Optional.empty();
        }
        if (weights.anyName(name -> name.matches("stages\\.\\d+\\.blocks\\.\\d+\\.attn\\.pool_k\\..*"))) {
            return Optional.of(TIMM);
        }
        if (weights.anyName(name -> name.matches("blocks\\.\\d+\\.attn\\.pool_[qkv]\\.weight"))) {
            return Optional.of(patches.shape().length == 5 ? SLOWFAST : MVIT);
        }
        if (weights.contains("time_embed") || weights.anyName(name -> name.contains(".temporal_attn."))) {
            return Optional.of(TIMESFORMER);
        }
        if (weights.contains("spatial.blocks.0.attn.qkv.weight")
                || weights.contains("blocks.0.attn_space.qkv.weight")
                || patches.shape().length == 5 && weights.contains("blocks.0.attn.qkv.weight")) {
            return Optional.of(VIVIT);
        }
        return weights.contains("blocks.0.attn.qkv.weight") ? Optional.of(VIT) : Optional.empty();
    }

    /**
     * The weights under reference names. A {@code model.} before every name, as some trainers write it, is left out.
     *
     * @throws CheckpointException if the file's names are nobody's we know
     */
    public static StateDict toReference(StateDict file) {
        CheckpointFamily family = detect(file)
                .orElseThrow(() -> new CheckpointException(
                        file.origin(),
                        "has names of no family we know (first: "
                                + CheckpointException.quote(file.names().get(0)) + ")",
                        "name the family explicitly or rename the weights"));
        return family.reference(file);
    }

    /** The weights of a file of this family under reference names. */
    public StateDict reference(StateDict file) {
        return filter.toReference(file.withoutCommonPrefix("model."));
    }
}
