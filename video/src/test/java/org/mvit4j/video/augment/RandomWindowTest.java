package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.transform.Resize;
import org.mvit4j.data.transform.ResizeFilter;
import org.mvit4j.video.pixel.DrawnPicture;

class RandomWindowTest {

    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    /** Says where it is: red is the column, green the row. */
    private static RgbImage map(int width, int height) {
        RgbImage image = RgbImage.black(width, height);
        for (int i = 0; i < width * height; i++) {
            image.pixels()[3 * i] = (byte) (i % width);
            image.pixels()[3 * i + 1] = (byte) (i / width);
        }
        return image;
    }

    /** Plain bilinear interpolation written from its definition. */
    private static double sampled(RgbImage image, int c, double x, double y) {
        double cx = Math.max(0, x);
        double cy = Math.max(0, y);
        int x0 = (int) cx;
        int y0 = (int) cy;
        double value = 0;
        for (int dy = 0; dy < 2; dy++) {
            for (int dx = 0; dx < 2; dx++) {
                int px = Math.min(x0 + dx, image.width() - 1);
                int py = Math.min(y0 + dy, image.height() - 1);
                double weight = (dx == 0 ? 1 - (cx - x0) : cx - x0) * (dy == 0 ? 1 - (cy - y0) : cy - y0);
                value += weight * (image.pixels()[3 * (py * image.width() + px) + c] & 0xff);
            }
        }
        return value;
    }

    @Test
    void aShortSideOfTheRangeIsCut() {
        RandomWindow.ShortSideJitter window = new RandomWindow.ShortSideJitter(32, 40, 60, false);
        SplittableRandom random = new SplittableRandom(3);
        RgbImage map = map(WIDTH, HEIGHT);
        double smallest = 1e9;
        double largest = 0;
        for (int i = 0; i < 300; i++) {
            float[] cut = window.draw(WIDTH, HEIGHT, random).apply(map);
            double step = (cut[31] - cut[0]) / 31; // source columns per column
            double down = (cut[32 * 32 + 31 * 32] - cut[32 * 32]) / 31;
            assertThat(step).isCloseTo(down, within(0.1));
            smallest = Math.min(smallest, HEIGHT / down);
            largest = Math.max(largest, HEIGHT / down);
        }
        assertThat(smallest).isBetween(39.0, 41.5);
        assertThat(largest).isBetween(58.5, 62.0);
    }

    @Test
    void theInverseOfTheSideIsUniform() {
        double sum = 0;
        RandomWindow.ShortSideJitter window = new RandomWindow.ShortSideJitter(32, 40, 160, true);
        SplittableRandom random = new SplittableRandom(4);
        RgbImage map = map(200, 200);
        for (int i = 0; i < 2000; i++) {
            float[] cut = window.draw(200, 200, random).apply(map);
            sum += (cut[20] - cut[10]) / 10 / 200;
        }
        assertThat(sum / 2000).isCloseTo((1.0 / 40 + 1.0 / 160) / 2, within(4e-4));
    }

    @Test
    void anInceptionCropIsABoxOfTheAskedAreaAndAspect() {
        RandomWindow.InceptionCrop window = RandomWindow.InceptionCrop.standard(32);
        SplittableRandom random = new SplittableRandom(5);
        RgbImage map = map(WIDTH, HEIGHT);
        double smallest = 1;
        double largest = 0;
        for (int i = 0; i < 500; i++) {
            float[] cut = window.draw(WIDTH, HEIGHT, random).apply(map);
            double w = (cut[20] - cut[10]) / 10 * 32;
            double h = (cut[32 * 32 + 20 * 32] - cut[32 * 32 + 10 * 32]) / 10 * 32;
            smallest = Math.min(smallest, w * h / (WIDTH * HEIGHT));
            largest = Math.max(largest, w * h / (WIDTH * HEIGHT));
            assertThat(w / h).isBetween(0.7, 1.42);
        }
        assertThat(smallest).isBetween(0.07, 0.12);
        assertThat(largest).isBetween(0.9, 1.001);
    }

    @Test
    void frameOfNoFittingAspectIsCutInItsMiddle() {
        RandomWindow.InceptionCrop window = new RandomWindow.InceptionCrop(8, 0.9, 1, 1, 4.0 / 3);
        float[] cut = window.draw(100, 10, new SplittableRandom(1)).apply(map(100, 10));
        // 10 high, 13 wide from column 43
        assertThat(cut[0]).isCloseTo(43 + 0.5f * 13 / 8 - 0.5f, within(1e-4f));
        assertThat(cut[7]).isCloseTo(43 + 7.5f * 13 / 8 - 0.5f, within(1e-4f));
    }

    @Test
    void valuesAreBilinear() {
        RgbImage image = DrawnPicture.of(37, 29, 4);
        float[] cut = new RandomWindow.InceptionCrop(16, 1, 1, 37.0 / 29, 37.0 / 29)
                .draw(37, 29, new SplittableRandom(1))
                .apply(image);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 16; x++) {
                    double expected = sampled(image, c, (x + 0.5) * 37 / 16 - 0.5, (y + 0.5) * 29 / 16 - 0.5);
                    assertThat(cut[(c * 16 + y) * 16 + x]).isCloseTo((float) expected, within(2e-3f));
                }
            }
        }
    }

    @Test
    void picturesAreResizedAsPillowDoes() {
        RgbImage image = DrawnPicture.of(37, 29, 4);
        float[] cut = new RandomWindow.PictureCrop(16, 1, 1, 37.0 / 29, 37.0 / 29, ResizeFilter.BICUBIC)
                .draw(37, 29, new SplittableRandom(1))
                .apply(image);
        assertThat(CutClip.picture(cut, 16, 16)).isEqualTo(Resize.BICUBIC.apply(image, 16, 16));
    }

    @Test
    void scaleJitterGivesWholeValuesAndIndependentSides() {
        RandomWindow.ScaleJitter window = new RandomWindow.ScaleJitter(32, 40, 0.9, 1.33, 1);
        SplittableRandom random = new SplittableRandom(6);
        RgbImage map = map(WIDTH, HEIGHT);
        double most = 0;
        for (int i = 0; i < 100; i++) {
            float[] cut = window.draw(WIDTH, HEIGHT, random).apply(map);
            for (float value : cut) {
                assertThat(value).isEqualTo((int) value);
            }
            double across = 31 / (cut[31] - cut[0]) * HEIGHT / 40;
            double down = 31 / (cut[32 * 32 + 31 * 32] - cut[32 * 32]) * HEIGHT / 40;
            assertThat(across).isBetween(0.8, 1.5);
            assertThat(down).isBetween(0.8, 1.5);
            most = Math.max(most, Math.abs(across - down));
        }
        assertThat(most).isGreaterThan(0.2);
    }

    @Test
    void windowsGrowWithTheCrop() {
        assertThat(new RandomWindow.ShortSideJitter(224, 256, 320, true).withCrop(112))
                .isEqualTo(new RandomWindow.ShortSideJitter(112, 128, 160, true));
        assertThat(new RandomWindow.ScaleJitter(224, 256, 0.9, 1.33, 1).withCrop(112))
                .isEqualTo(new RandomWindow.ScaleJitter(112, 128, 0.9, 1.33, 1));
        assertThat(RandomWindow.InceptionCrop.standard(224).withCrop(112))
                .isEqualTo(RandomWindow.InceptionCrop.standard(112));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new RandomWindow.ShortSideJitter(224, 200, 320, false))
                .hasMessageContaining("crop <= min_side");
        assertThatThrownBy(() -> new RandomWindow.ScaleJitter(224, 256, 0.5, 1.33, 1))
                .hasMessageContaining("must hold the crop");
        assertThatThrownBy(() -> new RandomWindow.InceptionCrop(0, 0.1, 1, 1, 1))
                .hasMessageContaining("min_area");
    }
}
