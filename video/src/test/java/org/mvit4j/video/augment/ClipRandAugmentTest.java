package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.augment.ClipRandAugment.Operation;
import org.mvit4j.video.pixel.DrawnPicture;

class ClipRandAugmentTest {

    private static final int SIDE = 20;
    private static final int FRAMES = 3;
    private static final RgbImage CLIP = DrawnPicture.of(SIDE, SIDE * FRAMES, 2);

    private static int at(RgbImage image, int x, int y, int c) {
        return image.pixels()[3 * (y * image.width() + x) + c] & 0xff;
    }

    private static int cut(double value) {
        return (int) Math.max(0, Math.min(255, Math.floor(value + 1e-4)));
    }

    /** TensorFlow's definitions, value by value in float64. */
    private static int expected(Operation operation, double magnitude, int x, int y, int c) {
        int v = at(CLIP, x, y, c);
        double factor = magnitude / 10 * 1.8 + 0.1;
        return switch (operation) {
            case INVERT -> 255 - v;
            case POSTERIZE -> {
                int shift = Math.max(0, 8 - (int) (magnitude / 10 * 4));
                yield v >> shift << shift;
            }
            case SOLARIZE -> v < (int) (magnitude / 10 * 256) % 256 ? v : 255 - v;
            case SOLARIZE_ADD -> v < 128 ? Math.min(255, v + (int) (magnitude / 10 * 110)) : v;
            case COLOR -> {
                double grey = 0.2989 * at(CLIP, x, y, 0) + 0.587 * at(CLIP, x, y, 1) + 0.114 * at(CLIP, x, y, 2);
                int level = cut(grey / 255 * 255.5);
                yield cut(level + factor * (v - level));
            }
            case CONTRAST -> {
                int level = cut(SIDE * SIDE * FRAMES / 256.0);
                yield cut(level + factor * (v - level));
            }
            case BRIGHTNESS -> cut(factor * v);
            case SHARPNESS -> {
                if (x == 0 || y == 0 || x == SIDE - 1 || y == SIDE * FRAMES - 1) {
                    yield v;
                }
                int sum = 4 * v;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        sum += at(CLIP, x + dx, y + dy, c);
                    }
                }
                yield cut(sum / 13 + factor * (v - sum / 13));
            }
            case AUTO_CONTRAST -> {
                int low = 255;
                int high = 0;
                for (int i = c; i < CLIP.pixels().length; i += 3) {
                    low = Math.min(low, CLIP.pixels()[i] & 0xff);
                    high = Math.max(high, CLIP.pixels()[i] & 0xff);
                }
                yield cut((v - low) * 255.0 / (high - low));
            }
            case EQUALIZE -> {
                int below = 0;
                int last = 0;
                int most = 0;
                for (int i = c; i < CLIP.pixels().length; i += 3) {
                    int other = CLIP.pixels()[i] & 0xff;
                    below += other < v ? 1 : 0;
                    last = other > most ? 1 : other == most ? last + 1 : last;
                    most = Math.max(most, other);
                }
                int step = (SIDE * SIDE * FRAMES - last) / 255;
                yield step == 0 ? v : Math.min(255, (below + step / 2) / step);
            }
            case NONE, CUTOUT -> v;
        };
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void everyOperationIsTensorFlows(Operation operation) {
        for (double magnitude : new double[] {3, 7, 15, 20}) {
            ClipRandAugment policy = new ClipRandAugment(2, magnitude);
            RgbImage result = policy.apply(operation, CLIP, SIDE, new SplittableRandom(1));
            boolean[] hidden = new boolean[SIDE * SIDE];
            int apart = 0;
            for (int y = 0; y < SIDE * FRAMES; y++) {
                for (int x = 0; x < SIDE; x++) {
                    for (int c = 0; c < 3; c++) {
                        int value = at(result, x, y, c);
                        if (operation == Operation.CUTOUT && value == 0) {
                            assertThat(y < SIDE || hidden[y % SIDE * SIDE + x])
                                    .as("all frames alike")
                                    .isTrue();
                            hidden[y % SIDE * SIDE + x] = true;
                        } else {
                            int expected = expected(operation, magnitude, x, y, c);
                            assertThat(value)
                                    .as("%s at %s, (%d, %d, %d)", operation, magnitude, x, y, c)
                                    .isCloseTo(expected, within(1));
                            apart += value == expected ? 0 : 1;
                            assertThat(hidden[y % SIDE * SIDE + x] && operation == Operation.CUTOUT && c > 0)
                                    .isFalse();
                        }
                    }
                }
            }
            // float32 may fall on the other side of a whole number
            assertThat(apart).as("%s at %s", operation, magnitude).isLessThan(3 * SIDE * SIDE * FRAMES / 50);
        }
    }

    @Test
    void cutoutHidesASquareAboutItsPlace() {
        RgbImage result = TallPicture.cutout(CLIP, SIDE, 3, 10, 5);
        for (int y = 0; y < SIDE * FRAMES; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean inside = x < 8 && y % SIDE >= 5 && y % SIDE < 15;
                assertThat(at(result, x, y, 1)).isEqualTo(inside ? 0 : at(CLIP, x, y, 1));
            }
        }
    }

    @Test
    void oneOfTwelveLayersDoesNothing() {
        SplittableRandom random = new SplittableRandom(5);
        int same = 0;
        for (int i = 0; i < 1200; i++) {
            same += new ClipRandAugment(1, 7).apply(CLIP, SIDE, random).equals(CLIP) ? 1 : 0;
        }
        // and nothing can be seen of a channel that is equalised with too few pixels
        assertThat(same).isBetween(60, 230);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new ClipRandAugment(0, 5)).hasMessageContaining("at least one layer");
        assertThatThrownBy(() -> new ClipRandAugment(1, Double.NaN)).hasMessageContaining("magnitude");
    }
}
