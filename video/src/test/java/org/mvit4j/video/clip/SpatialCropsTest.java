package org.mvit4j.video.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.zoo.VideoModels;

class SpatialCropsTest {

    private static final ClipProtocol MVIT = VideoModels.entry("mvitv2_s_16x4").protocol();

    @Test
    void cropsLieWhereTheReferencesPutThem() {
        // 340 x 256 becomes 297 x 224
        assertThat(Arrays.stream(new SpatialCrops(MVIT.withViews(1, 3)).places(340, 256))
                        .mapToInt(SpatialCrops.Place::left))
                .containsExactly(0, 37, 73);
        assertThat(Arrays.stream(new SpatialCrops(MVIT.withViews(1, 3)).places(256, 340))
                        .mapToInt(SpatialCrops.Place::top))
                .containsExactly(0, 37, 73);
        assertThat(new SpatialCrops(MVIT).places(340, 256)).containsExactly(new SpatialCrops.Place(340, 256, 58, 16));
        ClipProtocol mmaction = new ClipProtocol(
                MVIT.sampler(),
                224,
                224,
                224,
                ClipProtocol.Rounding.NEAREST,
                ClipProtocol.CropOrder.LEFT_RIGHT_MIDDLE,
                MVIT.normalization(),
                4,
                3,
                ClipProtocol.Aggregation.MEAN_OF_PROBABILITIES);
        assertThat(Arrays.stream(new SpatialCrops(mmaction).places(340, 256)).mapToInt(SpatialCrops.Place::left))
                .containsExactly(0, 72, 36);
    }

    private static ClipProtocol small(Normalization pixels, ClipProtocol.Rounding rounding) {
        return new ClipProtocol(
                MVIT.sampler(),
                8,
                10,
                10,
                rounding,
                ClipProtocol.CropOrder.LEFT_CENTER_RIGHT,
                pixels,
                1,
                1,
                ClipProtocol.Aggregation.SUM_OF_LOGITS);
    }

    /** Resized as a whole in double precision, then cropped and normalised. */
    @Test
    void valuesAreTheResizedPictures() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] pixels = new byte[3 * 17 * 13];
        random.nextBytes(pixels);
        RgbImage image = new RgbImage(17, 13, pixels);
        float[] crop = new SpatialCrops(small(VideoModels.KINETICS, ClipProtocol.Rounding.NONE)).apply(image)[0];
        for (int i = 0; i < 40; i++) {
            int c = random.nextInt(3);
            int y = random.nextInt(8);
            int x = random.nextInt(8);
            double value = bilinear(image, 13, 10, (13 - 8 + 1) / 2 + x, (10 - 8) / 2 + y, c);
            assertThat((double) crop[(c * 8 + y) * 8 + x]).isCloseTo((value / 255 - 0.45) / 0.225, within(1e-4));
        }
        float[] bgr = new SpatialCrops(small(VideoModels.KINETICS_BGR, ClipProtocol.Rounding.NONE)).apply(image)[0];
        assertThat(bgr[0]).isEqualTo(crop[2 * 64]);
        float[] unit = new SpatialCrops(small(VideoModels.UNIT, ClipProtocol.Rounding.DOWN)).apply(image)[0];
        double steps = (unit[5] + 1) * 127.5;
        assertThat(steps).isCloseTo(Math.rint(steps), within(1e-3));
    }

    private static double bilinear(RgbImage image, int w, int h, int x, int y, int c) {
        double sx = Math.max((x + 0.5) * image.width() / w - 0.5, 0);
        double sy = Math.max((y + 0.5) * image.height() / h - 0.5, 0);
        int x0 = (int) sx;
        int y0 = (int) sy;
        int x1 = Math.min(x0 + 1, image.width() - 1);
        int y1 = Math.min(y0 + 1, image.height() - 1);
        double top = (1 - (sx - x0)) * value(image, x0, y0, c) + (sx - x0) * value(image, x1, y0, c);
        double bottom = (1 - (sx - x0)) * value(image, x0, y1, c) + (sx - x0) * value(image, x1, y1, c);
        return (1 - (sy - y0)) * top + (sy - y0) * bottom;
    }

    private static int value(RgbImage image, int x, int y, int c) {
        return image.rgb(x, y) >> 8 * (2 - c) & 0xff;
    }
}
