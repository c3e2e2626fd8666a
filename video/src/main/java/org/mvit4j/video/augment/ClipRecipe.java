package org.mvit4j.video.augment;

import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.zoo.VideoModels;

/**
 * The published augmentation of a family.
 *
 * @param augmentation of every clip
 * @param mixing of every batch
 */
public record ClipRecipe(ClipAugmentation augmentation, Mixing mixing) {

    private static final String POLICY = "rand-m7-n4-mstd0.5-inc1";
    private static final double ERASING = 0.25;
    private static final int VIVIT_LAYERS = 2;
    private static final double VIVIT_MAGNITUDE = 20;

    /** What a published model was trained with. */
    public static ClipRecipe of(VideoModels.Entry entry) {
        return of(entry.architecture(), entry.protocol(), entry.name().endsWith("_ssv2"));
    }

    /**
     * The recipe of an architecture, its sizes in proportion to the protocol's.
     *
     * @param protocol how the model is tested; frames, sides and pixel statistics are taken from it
     * @param directional whether left and right are part of the labels, as in Something-Something: nothing is mirrored,
     *     and clips are augmented as the family does there
     */
    public static ClipRecipe of(VideoModels.Architecture architecture, ClipProtocol protocol, boolean directional) {
        return switch (architecture) {
            case MVIT -> directional ? mViTDirectional(protocol) : mViT(protocol);
            case TIMESFORMER ->
                new ClipRecipe(
                        ClipAugmentation.builder(
                                        protocol.sampler(), shortSides(protocol, directional), protocol.normalization())
                                .optFlip(directional ? 0 : 0.5)
                                .build(),
                        Mixing.none());
            case VIVIT -> viViT(protocol, directional);
        };
    }

    private static ClipRecipe mViT(ClipProtocol protocol) {
        boolean large = large(protocol);
        return new ClipRecipe(
                ClipAugmentation.builder(
                                protocol.sampler(),
                                RandomWindow.InceptionCrop.standard(protocol.cropSize()),
                                protocol.normalization())
                        .optRandAugment(RandAugment.parse(POLICY))
                        .optFlip(0.5)
                        .optErasing(RandomErasing.standard(ERASING, RandomErasing.Mode.PIXEL))
                        .optRepeats(large ? 1 : 2)
                        .build(),
                large ? Mixing.smoothing(0.1) : Mixing.mViT());
    }

    private static ClipRecipe mViTDirectional(ClipProtocol protocol) {
        return new ClipRecipe(
                ClipAugmentation.builder(protocol.sampler(), shortSides(protocol, true), protocol.normalization())
                        .optRandAugment(RandAugment.parse(POLICY).onBgr())
                        .optErasing(RandomErasing.standard(ERASING, RandomErasing.Mode.PIXEL))
                        .build(),
                large(protocol) ? Mixing.smoothing(0.1) : Mixing.mViT());
    }

    /** MViTv2-L, the one model at this size, is trained without mixing and repeats. */
    private static boolean large(ClipProtocol protocol) {
        FrameSampler sampler = protocol.sampler();
        return sampler.frames() == 40 && protocol.cropSize() == 312;
    }

    private static RandomWindow shortSides(ClipProtocol protocol, boolean inverse) {
        int crop = protocol.cropSize();
        int smallest = protocol.shortSide();
        float most = smallest == crop ? 512f / 448 : 320f / 224;
        return new RandomWindow.ShortSideJitter(crop, smallest, Math.max(smallest, Math.round(crop * most)), inverse);
    }

    private static ClipRecipe viViT(ClipProtocol protocol, boolean directional) {
        int crop = protocol.cropSize();
        double smallest = Math.max(0.9, (crop + 0.5) / protocol.shortSide());
        RandomWindow window = new RandomWindow.ScaleJitter(crop, protocol.shortSide(), smallest, 1.33, 1);
        ClipAugmentation.Builder builder =
                ClipAugmentation.builder(protocol.sampler(), window, protocol.normalization());
        return directional
                ? new ClipRecipe(
                        builder.optClipRandAugment(new ClipRandAugment(VIVIT_LAYERS, VIVIT_MAGNITUDE))
                                .build(),
                        Mixing.viViT(0.3, 0.3))
                : new ClipRecipe(
                        builder.optFlip(0.5).optColor(new ColorJitter(0.8, 0.1)).build(), Mixing.none());
    }
}
