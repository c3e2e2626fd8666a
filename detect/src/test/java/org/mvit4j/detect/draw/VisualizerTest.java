package org.mvit4j.detect.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;

class VisualizerTest {

    private static final DrawOptions MASKS_ONLY =
            new DrawOptions(false, true, false, false, 0.5, DrawOptions.ColourBy.CLASS);

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        new Random(7).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static Overlay box(String label, double x0, double y0, double x1, double y1) {
        return new Overlay(label, 0.5, 3, (float) x0, (float) y0, (float) x1, (float) y1, null);
    }

    @Test
    void withoutObjectsThePictureStaysAsItIs() {
        RgbImage picture = noise(40, 30);

        assertThat(ImageReader.of(new Visualizer().draw(picture, List.of()))).isEqualTo(picture);
    }

    @Test
    void masksTintTheirPixelsAndNoOthers() {
        RgbImage picture = noise(31, 17);
        byte[] mask = new byte[31 * 17];
        Random random = new Random(3);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) random.nextInt(2);
        }
        Overlay overlay = new Overlay("", Double.NaN, 5, 0, 0, 31, 17, Rle.ofMask(mask, 17, 31, Rle.Layout.ROW_MAJOR));

        RgbImage drawn = ImageReader.of(new Visualizer(MASKS_ONLY).draw(picture, List.of(overlay)));

        int colour = Palette.colour(5).getRGB();
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 31; x++) {
                int old = picture.rgb(x, y);
                int expected = mask[y * 31 + x] == 0 ? old : mean(old, colour);
                assertThat(drawn.rgb(x, y)).isEqualTo(expected);
            }
        }
    }

    private static int mean(int a, int b) {
        int out = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            out |= ((a >> shift & 0xff) + (b >> shift & 0xff)) / 2 << shift;
        }
        return out;
    }

    @Test
    void boxesLeaveTheirInsideAlone() {
        RgbImage picture = RgbImage.black(80, 60);
        DrawOptions boxes = DrawOptions.DEFAULT.withLabels(false);

        RgbImage drawn = ImageReader.of(new Visualizer(boxes).draw(picture, List.of(box("cat", 10, 10, 60, 50))));

        assertThat(drawn.rgb(10, 30)).isNotZero();
        assertThat(drawn.rgb(35, 50)).isNotZero();
        assertThat(drawn.rgb(35, 30)).isZero();
        assertThat(drawn.rgb(70, 30)).isZero();
    }

    @Test
    void oddInputDrawsWithoutComplaint() {
        List<Overlay> odd = List.of(
                box("outside", -500, -500, -400, -400),
                box("beyond", 30, 20, 5000, 4000),
                box("empty", 10, 10, 10, 10),
                box("inverted", 20, 20, 5, 5),
                box("not a number", Double.NaN, 0, 5, 5),
                box("endless", 0, 0, Double.POSITIVE_INFINITY, 9),
                box("line\nbreak\tand\u0007bell", 3, 3, 9, 9),
                box("消防栓 🚒 пожарный кран طفاية", 3, 3, 30, 30),
                box("x".repeat(5000), 1, 1, 20, 20),
                new Overlay("", 2.5, -7, 1, 1, 9, 9, Rle.empty(40, 50)),
                new Overlay("", Double.NaN, Integer.MIN_VALUE, 1, 1, 9, 9, Rle.box(0, 0, 50, 40, 40, 50)));
        for (RgbImage picture : List.of(noise(50, 40))) {
            assertThat(new Visualizer().draw(picture, odd).getWidth()).isEqualTo(50);
        }
        assertThat(new Visualizer().draw(noise(1, 1), odd.subList(0, 9)).getHeight())
                .isEqualTo(1);
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        Overlay overlay = new Overlay("cat", 1, 0, 0, 0, 5, 5, Rle.empty(10, 20));

        assertThatThrownBy(() -> new Visualizer().draw(noise(50, 40), List.of(overlay)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("object 0 has a mask of 20 x 10 pixels, the picture has 50 x 40");
    }

    @Test
    void drawingTwiceGivesTheSamePicture() {
        List<Overlay> crowd = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            double x = random.nextInt(280);
            double y = random.nextInt(200);
            crowd.add(new Overlay(
                    "thing",
                    random.nextDouble(),
                    i % 9,
                    (float) x,
                    (float) y,
                    (float) x + 30,
                    (float) y + 25,
                    Rle.box(x, y, 25, 20, 240, 320)));
        }
        BufferedImage first = new Visualizer().draw(noise(320, 240), crowd);

        assertThat(ImageReader.of(new Visualizer().draw(noise(320, 240), crowd)))
                .isEqualTo(ImageReader.of(first));
    }

    @Test
    void captions() {
        assertThat(box("cat", 0, 0, 1, 1).caption()).isEqualTo("cat 50%");
        assertThat(new Overlay("", 0.996, 0, 0, 0, 1, 1, null).caption()).isEqualTo("100%");
        assertThat(new Overlay("a\nb", Double.NaN, 0, 0, 0, 1, 1, null).caption())
                .isEqualTo("a b");
    }
}
