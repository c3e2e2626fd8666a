package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.pixel.Affine;
import org.mvit4j.video.pixel.Affine.Interpolation;
import org.mvit4j.video.pixel.DrawnPicture;
import org.mvit4j.video.pixel.Enhance;
import org.mvit4j.video.pixel.ToneCurve;

class RandAugmentTest {

    private static final RgbImage PICTURE = DrawnPicture.of(40, 30, 1);

    private static RgbImage at(RandAugmentOp op, boolean increasing, double level, boolean negative) {
        return op.at(increasing, level, negative, () -> Interpolation.BICUBIC).apply(PICTURE);
    }

    @Test
    void thePolicyIsRead() {
        assertThat(RandAugment.parse("rand-m7-n4-mstd0.5-inc1"))
                .isEqualTo(new RandAugment(4, 7, 0.5, 0.5, true, Interpolation.BICUBIC, false));
        assertThat(RandAugment.parse("rand"))
                .isEqualTo(new RandAugment(2, 10, 0, 0.5, false, Interpolation.BICUBIC, false));
        assertThat(RandAugment.parse("rand-n3-m9-inc0").increasing())
                .as("as the reference reads it")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "augmix-m3",
                "rand-q4",
                "rand-m",
                "rand-m7-",
                "rand-m7-w0",
                "rand-m70",
                "rand-n0",
                "rand-m7\n-n1"
            })
    void whatIsNoPolicyIsRefusedInOneLine(String policy) {
        assertThatThrownBy(() -> RandAugment.parse(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("RandAugment")
                .doesNotContain("\n");
    }

    @Test
    void magnitudesMeanWhatTheReferenceMakesOfThem() {
        assertThat(at(RandAugmentOp.ROTATE, true, 7, true))
                .isEqualTo(Affine.rotate(-21, 40, 30).apply(PICTURE, Interpolation.BICUBIC));
        assertThat(at(RandAugmentOp.POSTERIZE, true, 7, false))
                .isEqualTo(ToneCurve.posterize(2).apply(PICTURE));
        assertThat(at(RandAugmentOp.POSTERIZE, false, 7, false))
                .isEqualTo(ToneCurve.posterize(2).apply(PICTURE));
        assertThat(at(RandAugmentOp.POSTERIZE, true, 9, false))
                .isEqualTo(ToneCurve.posterize(1).apply(PICTURE));
        assertThat(at(RandAugmentOp.SOLARIZE, true, 7, false))
                .isEqualTo(ToneCurve.solarize(77).apply(PICTURE));
        assertThat(at(RandAugmentOp.SOLARIZE, false, 7, false))
                .isEqualTo(ToneCurve.solarize(179).apply(PICTURE));
        assertThat(at(RandAugmentOp.SOLARIZE_ADD, true, 7, false))
                .isEqualTo(ToneCurve.solarizeAdd(77).apply(PICTURE));
        assertThat(at(RandAugmentOp.COLOR, true, 7, true)).isEqualTo(Enhance.color(PICTURE, 0.37));
        assertThat(at(RandAugmentOp.CONTRAST, true, 7, false)).isEqualTo(Enhance.contrast(PICTURE, 1.63));
        assertThat(at(RandAugmentOp.BRIGHTNESS, false, 7, true)).isEqualTo(Enhance.brightness(PICTURE, 1.36));
        assertThat(at(RandAugmentOp.SHEAR_Y, true, 7, false))
                .isEqualTo(Affine.shearY(0.21).apply(PICTURE, Interpolation.BICUBIC));
        assertThat(at(RandAugmentOp.TRANSLATE_X_REL, true, 7, true))
                .isEqualTo(Affine.translate(-0.315 * 40, 0).apply(PICTURE, Interpolation.BICUBIC));
        assertThat(at(RandAugmentOp.TRANSLATE_Y_REL, true, 7, false))
                .isEqualTo(Affine.translate(0, 0.315 * 30).apply(PICTURE, Interpolation.BICUBIC));
    }

    @Test
    void aClipsFramesAreTreatedAlikeAndClipsDiffer() {
        RandAugment policy = RandAugment.parse("rand-m7-n4-mstd0.5-inc1");
        SplittableRandom random = new SplittableRandom(9);
        List<RgbImage> results = new ArrayList<>();
        int untouched = 0;
        for (int i = 0; i < 200; i++) {
            UnaryOperator<RgbImage> drawn = policy.draw(random);
            RgbImage first = drawn.apply(PICTURE);
            assertThat(drawn.apply(PICTURE)).isEqualTo(first);
            untouched += first.equals(PICTURE) ? 1 : 0;
            results.add(first);
        }
        // all four operations are left out in one of sixteen clips
        assertThat(untouched).isBetween(4, 30);
        assertThat(results.stream().distinct().count()).isGreaterThan(150);
    }

    @Test
    void blueCanStandForRed() {
        RandAugment plain = new RandAugment(3, 8, 0, 1, true, Interpolation.BILINEAR, false);
        for (int seed = 0; seed < 20; seed++) {
            RgbImage swapped = swap(plain.draw(new SplittableRandom(seed)).apply(swap(PICTURE)));
            assertThat(plain.onBgr().draw(new SplittableRandom(seed)).apply(PICTURE))
                    .isEqualTo(swapped);
        }
    }

    private static RgbImage swap(RgbImage picture) {
        byte[] pixels = picture.pixels().clone();
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = picture.pixels()[i + 2];
            pixels[i + 2] = picture.pixels()[i];
        }
        return new RgbImage(picture.width(), picture.height(), pixels);
    }
}
