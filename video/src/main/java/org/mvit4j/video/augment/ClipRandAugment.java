package org.mvit4j.video.augment;

import java.util.random.RandomGenerator;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.pixel.ToneCurve;

/**
 * RandAugment on a whole cut clip as one tall picture (ViViT). The operations have no geometry; their statistics are those
 * of all frames together, and smoothing reaches from the last row of a frame to the first of the next, as in scenic. Each
 * layer draws one of eleven operations or none; magnitudes above 10 are in use.
 *
 * @param layers operations in a row
 * @param magnitude shared by all
 */
public record ClipRandAugment(int layers, double magnitude) {

    private static final int CUTOUT = 40;

    public ClipRandAugment {
        if (layers < 1 || !(magnitude >= 0 && magnitude <= 100)) {
            throw new IllegalArgumentException("RandAugment of " + layers + " layers at magnitude " + magnitude
                    + ": give at least one layer and a magnitude of 0 to 100");
        }
    }

    /** The operations; {@link #NONE} leaves the clip alone. */
    enum Operation {
        AUTO_CONTRAST,
        EQUALIZE,
        INVERT,
        POSTERIZE,
        SOLARIZE,
        COLOR,
        CONTRAST,
        BRIGHTNESS,
        SHARPNESS,
        CUTOUT,
        SOLARIZE_ADD,
        NONE
    }

    /**
     * Changes a clip.
     *
     * @param clip its frames one below the other
     * @param side height of one of them
     */
    RgbImage apply(RgbImage clip, int side, RandomGenerator random) {
        RgbImage result = clip;
        Operation[] operations = Operation.values();
        for (int i = 0; i < layers; i++) {
            result = apply(operations[random.nextInt(operations.length)], result, side, random);
        }
        return result;
    }

    RgbImage apply(Operation operation, RgbImage clip, int side, RandomGenerator random) {
        double part = magnitude / RandAugment.MOST;
        float factor = (float) (part * 1.8 + 0.1);
        return switch (operation) {
            case AUTO_CONTRAST -> TallPicture.autoContrast(clip);
            case EQUALIZE -> ToneCurve.equalize(clip).apply(clip);
            case INVERT -> ToneCurve.invert().apply(clip);
            case POSTERIZE -> ToneCurve.posterize((int) (part * 4)).apply(clip);
            case SOLARIZE -> ToneCurve.solarize((int) (part * 256) & 0xff).apply(clip);
            case SOLARIZE_ADD -> ToneCurve.solarizeAdd((int) (part * 110)).apply(clip);
            case COLOR -> TallPicture.color(clip, factor);
            case CONTRAST -> TallPicture.contrast(clip, factor);
            case BRIGHTNESS -> TallPicture.brightness(clip, factor);
            case SHARPNESS -> TallPicture.sharpness(clip, factor);
            case CUTOUT ->
                TallPicture.cutout(
                        clip, side, random.nextInt(clip.width()), random.nextInt(side), (int) (part * CUTOUT));
            case NONE -> clip;
        };
    }
}
