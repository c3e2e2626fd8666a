package org.mvit4j.nn.checkpoint;

/**
 * Starts a detector from an image model: {@code patch_embed} and {@code blocks} of an MViT classifier move under
 * {@code backbone.bottom_up.}; those of a plain ViT, a masked autoencoder (He et al., CVPR 2022) or a classifier, and
 * its {@code pos_embed} move under {@code backbone.net.}. Nothing else is taken. Tables keep their shapes; output norms,
 * a plain ViT's relative positions, pyramid and heads keep their own initialisation.
 */
public final class DetectorInit {
    /** Where a detector keeps its MViT backbone. */
    public static final String BACKBONE = "backbone.bottom_up.";

    /** Where a detector keeps its plain ViT. */
    public static final String PLAIN_BACKBONE = "backbone.net.";

    private static final String REL_POS = ".attn.rel_pos_";

    private DetectorInit() {}

    /**
     * The part of a classifier that a detector takes over, under the detector's names.
     *
     * @param classifier weights of an image classifier under reference names
     * @throws CheckpointException if the classifier's width grows in the MLP (MViTv2-L of ImageNet-1K), or it is a video
     *     model, or no MViT classifier at all: those weights do not fit
     */
    public static StateDict fromClassifier(StateDict classifier) {
        StoredTensor patches = classifier.get("patch_embed.proj.weight");
        if (patches == null) {
            throw new CheckpointException(
                    classifier.origin(),
                    "is no MViT classifier (it has no patch_embed)",
                    "give an ImageNet checkpoint");
        }
        if (patches.shape().length != 4) {
            throw new CheckpointException(
                    classifier.origin(),
                    "is a video model (patch_embed is " + patches.shapeText() + ")",
                    "start the detector from an image classifier");
        }
        BlockLayout layout = BlockLayout.of(classifier);
        if (layout.widthGrowth() == BlockLayout.WidthGrowth.IN_MLP) {
            throw new CheckpointException(
                    classifier.origin(),
                    "widens in the MLP of blocks " + layout.projections()
                            + ", a detector widens in the attention of blocks "
                            + layout.stageStarts()
                                    .subList(1, layout.stageStarts().size()),
                    "start from an in-attention classifier, such as MViTv2_L_in21k instead of MViTv2_L_in1k");
        }
        return classifier.rename(
                name -> name.startsWith("patch_embed.") || name.startsWith("blocks.") ? BACKBONE + name : null);
    }

    /**
     * The part of a plain ViT that a detector takes over, under the detector's names.
     *
     * @param vit weights of a plain ViT for images under reference names
     * @throws CheckpointException if it is another architecture
     */
    public static StateDict fromPlainVit(StateDict vit) {
        CheckpointFamily family = CheckpointFamily.detect(vit).orElse(null);
        if (family != CheckpointFamily.VIT) {
            throw new CheckpointException(
                    vit.origin(),
                    family == CheckpointFamily.MVIT
                            ? "is an MViT, the detector's backbone is a plain ViT"
                            : "is no plain ViT for images",
                    "give a plain ViT of patches of 16 pixels, such as mae_pretrain_vit_base.pth");
        }
        return vit.rename(
                name -> name.startsWith("patch_embed.") || name.startsWith("blocks.") || name.equals("pos_embed")
                        ? PLAIN_BACKBONE + name
                        : null);
    }

    /** Whether a detector's tensor comes from the image model; all others start fresh. */
    public static boolean isInitialised(String detectorName) {
        return detectorName.startsWith(BACKBONE + "patch_embed.")
                || detectorName.startsWith(BACKBONE + "blocks.")
                || detectorName.startsWith(PLAIN_BACKBONE) && !detectorName.contains(REL_POS);
    }

    /** Options under which exactly the tensors an image model cannot give may be missing. */
    public static LoadOptions options() {
        return LoadOptions.strict().allowMissing(name -> !isInitialised(name));
    }
}
