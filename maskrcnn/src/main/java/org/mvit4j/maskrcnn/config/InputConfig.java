package org.mvit4j.maskrcnn.config;

import java.util.List;

/**
 * How images become network input.
 *
 * @param train training transforms and annotation rules
 * @param test resize at test time
 */
public record InputConfig(TrainConfig train, ResizeConfig test) {

    /**
     * Training input.
     *
     * @param augmentations transforms in order, moving image, boxes and masks together
     * @param recomputeBoxes whether boxes are taken anew from the transformed masks
     * @param maskFormat how instance masks travel
     * @param aspectRatioGrouping whether batches hold only wide or only high images
     */
    public record TrainConfig(
            List<AugmentationConfig> augmentations,
            boolean recomputeBoxes,
            MaskFormat maskFormat,
            boolean aspectRatioGrouping) {

        public TrainConfig {
            augmentations = List.copyOf(augmentations);
        }
    }

    /** How instance masks travel through the training transforms. */
    public enum MaskFormat {
        /** As vertices, rasterised once for the loss. */
        POLYGON,
        /** As bitmaps of the image. */
        BITMASK
    }

    /**
     * Resize of an image so that its short side has a given length, unless the long side becomes too long.
     *
     * @param shortSide wanted length of the short side
     * @param maxSide largest length of the long side
     */
    public record ResizeConfig(int shortSide, int maxSide) {

        public ResizeConfig {
            Check.positive("short_side", shortSide);
            Check.that(
                    maxSide >= shortSide,
                    "max_side is " + maxSide + ", less than short_side " + shortSide + "; make it larger");
        }
    }
}
