package org.mvit4j.video.augment;

import java.util.function.UnaryOperator;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.pixel.Affine;
import org.mvit4j.video.pixel.Enhance;
import org.mvit4j.video.pixel.ToneCurve;

/** The operations of {@link RandAugment} and what a magnitude means to each. */
enum RandAugmentOp {
    AUTO_CONTRAST,
    EQUALIZE,
    INVERT,
    ROTATE,
    POSTERIZE,
    SOLARIZE,
    SOLARIZE_ADD,
    COLOR,
    CONTRAST,
    BRIGHTNESS,
    SHARPNESS,
    SHEAR_X,
    SHEAR_Y,
    TRANSLATE_X_REL,
    TRANSLATE_Y_REL;

    /** Says how to interpolate the next frame. */
    @FunctionalInterface
    interface Interpolations {
        Affine.Interpolation next();
    }

    /** Whether the operation has two directions, of which one is drawn. */
    boolean signed(boolean increasing) {
        return switch (this) {
            case ROTATE, SHEAR_X, SHEAR_Y, TRANSLATE_X_REL, TRANSLATE_Y_REL -> true;
            case COLOR, CONTRAST, BRIGHTNESS, SHARPNESS -> increasing;
            default -> false;
        };
    }

    /**
     * The operation at a magnitude.
     *
     * @param increasing whether it is stronger at higher magnitudes
     * @param level the magnitude, 0 to 10
     * @param negative which of two directions
     */
    UnaryOperator<RgbImage> at(boolean increasing, double level, boolean negative, Interpolations interpolations) {
        double part = level / RandAugment.MOST;
        double sign = negative ? -1 : 1;
        double factor = increasing ? 1 + sign * (part * 0.9) : part * 1.8 + 0.1;
        return switch (this) {
            case AUTO_CONTRAST -> image -> ToneCurve.autoContrast(image).apply(image);
            case EQUALIZE -> image -> ToneCurve.equalize(image).apply(image);
            case INVERT -> ToneCurve.invert()::apply;
            case POSTERIZE -> {
                int bits = (int) (part * 4);
                yield ToneCurve.posterize(increasing ? 4 - bits : bits)::apply;
            }
            case SOLARIZE -> {
                int threshold = (int) (part * 256);
                yield ToneCurve.solarize(increasing ? 256 - threshold : threshold)::apply;
            }
            case SOLARIZE_ADD -> ToneCurve.solarizeAdd((int) (part * 110))::apply;
            case COLOR -> image -> Enhance.color(image, factor);
            case CONTRAST -> image -> Enhance.contrast(image, factor);
            case BRIGHTNESS -> image -> Enhance.brightness(image, factor);
            case SHARPNESS -> image -> Enhance.sharpness(image, factor);
            case ROTATE ->
                image -> Affine.rotate(sign * (part * 30), image.width(), image.height())
                        .apply(image, interpolations.next());
            case SHEAR_X -> image -> Affine.shearX(sign * (part * 0.3)).apply(image, interpolations.next());
            case SHEAR_Y -> image -> Affine.shearY(sign * (part * 0.3)).apply(image, interpolations.next());
            case TRANSLATE_X_REL ->
                image -> Affine.translate(sign * (part * 0.45) * image.width(), 0)
                        .apply(image, interpolations.next());
            case TRANSLATE_Y_REL ->
                image -> Affine.translate(0, sign * (part * 0.45) * image.height())
                        .apply(image, interpolations.next());
        };
    }
}
