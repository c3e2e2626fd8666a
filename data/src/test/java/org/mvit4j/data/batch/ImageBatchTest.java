package org.mvit4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

class ImageBatchTest {

    private static RgbImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static float expected(RgbImage image, int x, int y, int channel, Normalization n) {
        if (x >= image.width() || y >= image.height()) {
            return 0f;
        }
        int source = n.bgr() ? 2 - channel : channel;
        float value = image.pixels()[3 * (y * image.width() + x) + source] & 0xff;
        float scaled = value / n.divisor();
        float centred = scaled - n.mean()[channel];
        return centred / n.std()[channel];
    }

    private static void check(ImageBatch batch, List<RgbImage> images, Normalization n) {
        int h = batch.canvas().height();
        int w = batch.canvas().width();
        assertThat(batch.data().remaining()).isEqualTo(3 * images.size() * h * w);
        for (int i = 0; i < images.size(); i++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    for (int c = 0; c < 3; c++) {
                        int at = batch.layout() == Layout.NCHW
                                ? ((i * 3 + c) * h + y) * w + x
                                : ((i * h + y) * w + x) * 3 + c;
                        assertThat(batch.data().get(at)).isEqualTo(expected(images.get(i), x, y, c, n));
                    }
                }
            }
        }
    }

    @Test
    void everyElementIsNormalisedOrZero() {
        List<RgbImage> images = List.of(noise(37, 50, 1), noise(41, 20, 2));
        Normalization bgr = new Normalization(new float[] {103.53f, 116.28f, 123.675f}, new float[] {1, 1, 1}, 1, true);
        for (Layout layout : Layout.values()) {
            for (Normalization n : List.of(Normalization.DETECTION, Normalization.IMAGENET, bgr)) {
                ImageBatch batch = ImageBatch.of(images, n, new Padding(32, 0), layout);

                assertThat(batch.canvas()).isEqualTo(new ImageSize(64, 64));
                assertThat(batch.sizes()).containsExactly(new ImageSize(37, 50), new ImageSize(41, 20));
                check(batch, images, n);
            }
        }
    }

    @Test
    void reusedMemoryIsOverwrittenPaddingIncluded() {
        List<RgbImage> images = List.of(noise(10, 7, 3));
        for (Layout layout : Layout.values()) {
            float[] old = new float[3 * 16 * 16 + 5];
            java.util.Arrays.fill(old, Float.NaN);
            FloatBuffer buffer = FloatBuffer.wrap(old);

            ImageBatch batch = ImageBatch.into(buffer, images, Normalization.DETECTION, new Padding(16, 0), layout);

            check(batch, images, Normalization.DETECTION);
            assertThat(old[3 * 16 * 16]).isNaN();
        }
        assertThatThrownBy(() -> ImageBatch.into(
                        FloatBuffer.allocate(5), images, Normalization.DETECTION, Padding.NONE, Layout.NCHW))
                .hasMessage("the batch needs 210 floats, the buffer holds 5");
    }

    @Test
    void paddingFollowsTheReference() {
        List<ImageSize> one = List.of(new ImageSize(20, 15));
        List<ImageSize> two = List.of(new ImageSize(20, 25), new ImageSize(10, 10));

        assertThat(new Padding(4, 0).outputSize(one)).isEqualTo(new ImageSize(20, 16));
        assertThat(new Padding(4, 0).outputSize(two)).isEqualTo(new ImageSize(20, 28));
        assertThat(new Padding(0, 64).outputSize(two)).isEqualTo(new ImageSize(64, 64));
        assertThat(new Padding(32, 1000).outputSize(two)).isEqualTo(new ImageSize(1024, 1024));
        assertThat(Padding.NONE.outputSize(two)).isEqualTo(new ImageSize(20, 25));
    }

    @Test
    void aPictureLargerThanTheSquareIsRefused() {
        assertThatThrownBy(() -> new Padding(32, 1024).outputSize(List.of(new ImageSize(1333, 800))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1333 x 800")
                .hasMessageContaining("square of 1024");
    }

    @Test
    void statisticsMustBeUsable() {
        float[] three = {1, 1, 1};
        assertThatThrownBy(() -> new Normalization(new float[] {1}, three, 1, false))
                .hasMessageContaining("channels");
        assertThatThrownBy(() -> new Normalization(three, new float[] {1, 0, 1}, 1, false))
                .hasMessageContaining("no std zero");
    }
}
