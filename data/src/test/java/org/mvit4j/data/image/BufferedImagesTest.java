package org.mvit4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BufferedImagesTest {

    static Stream<Integer> colourTypes() {
        return Stream.of(
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_ARGB_PRE,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_4BYTE_ABGR_PRE,
                BufferedImage.TYPE_BYTE_INDEXED);
    }

    @ParameterizedTest
    @MethodSource("colourTypes")
    void coloursOfEveryTypeArrive(int type) {
        BufferedImage image = new BufferedImage(5, 3, type);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(255, 0, 51));
        g.fillRect(0, 0, 5, 3);
        g.setColor(new Color(0, 204, 255));
        g.fillRect(1, 1, 2, 1);
        g.dispose();

        RgbImage rgb = ImageReader.of(image);

        assertThat(rgb.rgb(0, 0)).isEqualTo(0xff0033);
        assertThat(rgb.rgb(2, 1)).isEqualTo(0x00ccff);
        assertThat(rgb.rgb(3, 1)).isEqualTo(0xff0033);
    }

    @Test
    void subimagesAreReadFromTheirCorner() {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(5, 6, 0x123456);

        assertThat(ImageReader.of(image.getSubimage(4, 4, 3, 3)).rgb(1, 2)).isEqualTo(0x123456);
    }

    @Test
    void greyIsTakenAsStoredWithoutGamma() {
        BufferedImage bytes = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage shorts = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        IntStream.range(0, 256).forEach(v -> {
            bytes.getRaster().setSample(v, 0, 0, v);
            shorts.getRaster().setSample(v, 0, 0, v * 257);
        });

        for (int v = 0; v < 256; v++) {
            assertThat(ImageReader.of(bytes).rgb(v, 0)).isEqualTo(v * 0x010101);
            assertThat(ImageReader.of(shorts).rgb(v, 0)).isEqualTo(v * 0x010101);
        }
    }

    @Test
    void roundTrip() {
        byte[] pixels = new byte[3 * 7 * 4];
        IntStream.range(0, pixels.length).forEach(i -> pixels[i] = (byte) (37 * i));
        RgbImage image = new RgbImage(7, 4, pixels);

        assertThat(ImageReader.of(image.toBufferedImage())).isEqualTo(image);
    }
}
