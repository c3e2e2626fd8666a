package org.mvit4j.train.detection;

import java.util.List;
import org.mvit4j.data.augment.Augmentation;
import org.mvit4j.data.augment.FixedSizeCrop;
import org.mvit4j.data.augment.RandomCrop;
import org.mvit4j.data.augment.RandomShortestEdge;
import org.mvit4j.data.augment.ResizeScale;
import org.mvit4j.data.transform.ResizeShortestEdge;
import org.mvit4j.maskrcnn.config.AugmentationConfig;

/** The augmentations that a configuration lists. */
final class ConfiguredAugmentation {

    private static final long DETR_PIXELS = 1333L * 1333;

    private ConfiguredAugmentation() {}

    static Augmentation of(List<AugmentationConfig> configs) {
        return Augmentation.sequence(
                configs.stream().map(ConfiguredAugmentation::of).toList());
    }

    private static Augmentation of(AugmentationConfig config) {
        if (config instanceof AugmentationConfig.RandomApply c) {
            return Augmentation.withProbability(c.probability(), of(c.transforms()));
        }
        if (config instanceof AugmentationConfig.ResizeShortestEdge c) {
            Integer max = c.maxSide();
            return RandomShortestEdge.choice(c.shortSides(), max == null ? ResizeShortestEdge.UNBOUNDED : max);
        }
        if (config instanceof AugmentationConfig.RandomCrop c) {
            return new RandomCrop(c.minSide(), c.maxSide());
        }
        if (config instanceof AugmentationConfig.RandomFlip c) {
            return Augmentation.randomFlip(c.probability());
        }
        if (config instanceof AugmentationConfig.ResizeScale c) {
            return new ResizeScale(c.minScale(), c.maxScale(), c.size(), c.size());
        }
        AugmentationConfig.FixedSizeCrop c = (AugmentationConfig.FixedSizeCrop) config;
        return new FixedSizeCrop(c.size(), c.size(), c.pad(), (int) c.padValue());
    }

    /** Bound of the pixels that an image has on its way or at the end. */
    static long largestOutput(List<AugmentationConfig> configs) {
        long most = 0;
        for (AugmentationConfig config : configs) {
            if (config instanceof AugmentationConfig.RandomApply c) {
                most = Math.max(most, largestOutput(c.transforms()));
            } else if (config instanceof AugmentationConfig.ResizeShortestEdge c) {
                int side = c.shortSides().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
                Integer max = c.maxSide();
                most = Math.max(most, max == null ? Math.max(DETR_PIXELS, 2L * side * side) : (long) side * max);
            } else if (config instanceof AugmentationConfig.FixedSizeCrop c) {
                most = Math.max(most, (long) c.size() * c.size());
            }
        }
        return most;
    }
}
