package org.mvit4j.maskrcnn.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A training transform, chosen by {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AugmentationConfig.RandomApply.class, name = "random_apply"),
    @JsonSubTypes.Type(value = AugmentationConfig.ResizeShortestEdge.class, name = "resize_shortest_edge"),
    @JsonSubTypes.Type(value = AugmentationConfig.RandomCrop.class, name = "random_crop"),
    @JsonSubTypes.Type(value = AugmentationConfig.RandomFlip.class, name = "random_flip"),
    @JsonSubTypes.Type(value = AugmentationConfig.ResizeScale.class, name = "resize_scale"),
    @JsonSubTypes.Type(value = AugmentationConfig.FixedSizeCrop.class, name = "fixed_size_crop")
})
public sealed interface AugmentationConfig {

    /**
     * All of the listed transforms, or none.
     *
     * @param probability chance of applying them
     * @param transforms applied in order
     */
    record RandomApply(double probability, List<AugmentationConfig> transforms) implements AugmentationConfig {

        public RandomApply {
            transforms = List.copyOf(transforms);
            Check.fraction("probability", probability);
            Check.notEmpty("transforms", transforms);
        }
    }

    /**
     * Resize to one of several short sides.
     *
     * @param shortSides lengths to choose from
     * @param maxSide largest length of the long side; absent for no limit
     */
    record ResizeShortestEdge(
            List<Integer> shortSides, @Nullable Integer maxSide) implements AugmentationConfig {

        public ResizeShortestEdge {
            shortSides = List.copyOf(shortSides);
            Check.notEmpty("short_sides", shortSides);
            Check.allPositive("short_sides", shortSides);
            if (maxSide != null) {
                Check.positive("max_side", maxSide);
            }
        }
    }

    /**
     * Crop of random size and place, each side uniform between the two lengths as far as the image allows.
     *
     * @param minSide smallest side
     * @param maxSide largest side
     */
    record RandomCrop(int minSide, int maxSide) implements AugmentationConfig {

        public RandomCrop {
            Check.positive("min_side", minSide);
            Check.that(maxSide >= minSide, "max_side is " + maxSide + ", less than min_side " + minSide);
        }
    }

    /**
     * Mirror left to right.
     *
     * @param probability chance of mirroring
     */
    record RandomFlip(double probability) implements AugmentationConfig {

        public RandomFlip {
            Check.fraction("probability", probability);
        }
    }

    /**
     * Large-scale jitter: resize to fit a square times a random scale.
     *
     * @param minScale smallest scale
     * @param maxScale largest scale
     * @param size side of the square
     */
    record ResizeScale(double minScale, double maxScale, int size) implements AugmentationConfig {

        public ResizeScale {
            Check.positive("min_scale", minScale);
            Check.that(maxScale >= minScale, "max_scale is " + maxScale + ", less than min_scale " + minScale);
            Check.positive("size", size);
        }
    }

    /**
     * Crop to a square where the image is larger.
     *
     * @param size side of the square
     * @param pad whether a smaller image is padded to the square, right and below
     * @param padValue value of padded pixels
     */
    record FixedSizeCrop(int size, boolean pad, double padValue) implements AugmentationConfig {

        public FixedSizeCrop {
            Check.positive("size", size);
        }
    }
}
