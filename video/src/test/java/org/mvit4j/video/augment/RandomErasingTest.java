package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.video.augment.RandomErasing.Mode;

class RandomErasingTest {

    private static final int FRAMES = 3;
    private static final int SIDE = 40;
    private static final float MARK = 77;

    /** Columns and rows of the erased box of a frame and channel, checked to be a full box: left, top, right, bottom. */
    private static int[] box(float[] pixels, int c, int t) {
        int[] box = {SIDE, SIDE, 0, 0};
        int erased = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (pixels[(c * FRAMES + t) * SIDE * SIDE + i] != MARK) {
                erased++;
                box[0] = Math.min(box[0], i % SIDE);
                box[1] = Math.min(box[1], i / SIDE);
                box[2] = Math.max(box[2], i % SIDE + 1);
                box[3] = Math.max(box[3], i / SIDE + 1);
            }
        }
        assertThat(erased).isEqualTo(erased == 0 ? 0 : (box[2] - box[0]) * (box[3] - box[1]));
        return box;
    }

    private static float[] marked() {
        float[] pixels = new float[3 * FRAMES * SIDE * SIDE];
        Arrays.fill(pixels, MARK);
        return pixels;
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theSameBoxIsErasedInAllFrames(Mode mode) {
        RandomErasing erasing = RandomErasing.standard(1, mode);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 50; i++) {
            float[] pixels = marked();
            erasing.apply(pixels, FRAMES, SIDE, random);
            int[] box = box(pixels, 0, 0);
            double w = box[2] - box[0];
            double h = box[3] - box[1];
            assertThat(w * h / (SIDE * SIDE)).isBetween(0.015, 0.36);
            assertThat(h / w).isBetween(0.2, 4.5);
            for (int c = 0; c < 3; c++) {
                for (int t = 0; t < FRAMES; t++) {
                    assertThat(box(pixels, c, t)).isEqualTo(box);
                }
            }
            int at = box[1] * SIDE + box[0];
            int plane = SIDE * SIDE;
            switch (mode) {
                case CONST -> assertThat(pixels[at]).isZero();
                case RAND ->
                    assertThat(pixels[at])
                            .isEqualTo(pixels[at + 1])
                            .isNotEqualTo(pixels[at + plane])
                            .isNotEqualTo(pixels[at + FRAMES * plane]);
                case PIXEL ->
                    assertThat(pixels[at]).isNotEqualTo(pixels[at + 1]).isNotEqualTo(pixels[at + plane]);
            }
        }
    }

    @Test
    void framesCanDrawForThemselvesAndClipsAreErasedAsOftenAsAsked() {
        RandomErasing erasing = new RandomErasing(0.25, 0.02, 0.33, 0.3, 3.3, Mode.PIXEL, 1, 1, false);
        SplittableRandom random = new SplittableRandom(9);
        int erased = 0;
        double sum = 0;
        double squares = 0;
        int values = 0;
        for (int i = 0; i < 400; i++) {
            float[] pixels = marked();
            erasing.apply(pixels, FRAMES, SIDE, random);
            for (int t = 0; t < FRAMES; t++) {
                erased += box(pixels, 1, t)[2] > 0 ? 1 : 0;
            }
            for (float value : pixels) {
                if (value != MARK) {
                    sum += value;
                    squares += value * value;
                    values++;
                }
            }
        }
        assertThat(erased).isBetween(240, 360);
        assertThat(sum / values).isCloseTo(0, within(0.02));
        assertThat(squares / values).isCloseTo(1, within(0.02));
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new RandomErasing(2, 0.1, 0.2, 1, 1, Mode.CONST, 1, 1, true))
                .hasMessageContaining("probability");
    }
}
