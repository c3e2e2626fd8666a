package org.mvit4j.maskrcnn.config;

import java.util.List;

/**
 * Normalisation of pixels on the 0–255 scale: {@code (x − mean) / std} per channel.
 *
 * @param format order of the channels
 * @param mean three means, in the order of {@code format}
 * @param std three standard deviations, in the order of {@code format}
 */
public record PixelConfig(Format format, List<Double> mean, List<Double> std) {

    /** Order of the colour channels of network input. */
    public enum Format {
        /** Red first: both MViTv2 and ViTDet. */
        RGB,
        /** Blue first: detectron2's older ResNet models. */
        BGR
    }

    public PixelConfig {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Check.size("mean", mean, 3);
        Check.size("std", std, 3);
        Check.allPositive("std", std);
    }
}
