package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ColorJitterTest {

    @Test
    void hueAndSaturationAreThoseOfTheHexcone() {
        SplittableRandom random = new SplittableRandom(3);
        float[] hsb = new float[3];
        for (int i = 0; i < 2000; i++) {
            int[] rgb = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
            float turn = (float) (random.nextDouble() - 0.5);
            float factor = (float) (2 * random.nextDouble());
            Color.RGBtoHSB(rgb[0], rgb[1], rgb[2], hsb);
            int expected = Color.HSBtoRGB(hsb[0] + turn, Math.min(1, hsb[1] * factor), hsb[2]);
            float[] adjusted = {rgb[0] / 255f, rgb[1] / 255f, rgb[2] / 255f};
            Hsv.adjust(adjusted, turn, factor);
            for (int c = 0; c < 3; c++) {
                assertThat(255 * adjusted[c]).isCloseTo(expected >> (16 - 8 * c) & 0xff, within(0.6f));
            }
        }
    }

    @Test
    void brightnessMovesContrastSpreadsAndGreyLosesColour() {
        float[] frame = {100, 140, 60, 100, 20, 60}; // two pixels
        new ColorJitter.Draw(0.1f, 1, 1, 0, true, false).apply(frame);
        assertThat(frame)
                .usingComparatorWithPrecision(1e-3f)
                .containsExactly(125.5f, 165.5f, 85.5f, 125.5f, 45.5f, 85.5f);
        frame = new float[] {100, 140, 60, 100, 20, 60};
        new ColorJitter.Draw(0, 1, 1.25f, 0, true, false).apply(frame);
        assertThat(frame).usingComparatorWithPrecision(1e-3f).containsExactly(95, 145, 55, 105, 15, 65);
        frame = new float[] {100, 140, 60, 100, 20, 60};
        new ColorJitter.Draw(0, 1, 1, 0, false, true).apply(frame);
        float first = 0.2989f * 100 + 0.587f * 60 + 0.114f * 20;
        float second = 0.2989f * 140 + 0.587f * 100 + 0.114f * 60;
        assertThat(frame)
                .usingComparatorWithPrecision(1e-3f)
                .containsExactly(first, second, first, second, first, second);
    }

    @Test
    void drawsStayInTheirRanges() {
        SplittableRandom random = new SplittableRandom(6);
        int jittered = 0;
        int grey = 0;
        for (int i = 0; i < 2000; i++) {
            ColorJitter.Draw draw = new ColorJitter(0.8, 0.1).draw(random);
            assertThat(Math.abs(draw.brightness())).isLessThanOrEqualTo(32f / 255);
            assertThat(draw.saturation()).isBetween(0.6f, 1.4f);
            assertThat(draw.contrast()).isBetween(0.6f, 1.4f);
            assertThat(Math.abs(draw.hue())).isLessThanOrEqualTo(0.2f);
            jittered += draw.jittered() ? 1 : 0;
            grey += draw.grey() ? 1 : 0;
        }
        assertThat(jittered).isBetween(1520, 1680);
        assertThat(grey).isBetween(150, 250);
    }
}
