package org.mvit4j.nn.checkpoint;

/**
 * Starts a detector from an image classifier: {@code patch_embed} and {@code blocks} move under
 * {@code backbone.bottom_up.}, nothing else is taken. Tables keep their shapes; output norms, pyramid and heads keep
 * their own initialisation.
 */
public final class DetectorInit {
    /** Where a detector keeps its MViT backbone. */
    public static final String BACKBONE = "backbone.bottom_up.";

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

    /** Whether a detector's tensor comes from the classifier; all others start fresh. */
    public static boolean isInitialised(String detectorName) {
        return detectorName.startsWith(BACKBONE + "patch_embed.") || detectorName.startsWith(BACKBONE + "blocks.");
    }

    /** Options under which exactly the tensors a classifier cannot give may be missing. */
    public static LoadOptions options() {
        return LoadOptions.strict().allowMissing(name -> !isInitialised(name));
    }
}
