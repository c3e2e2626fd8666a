package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixingTest {

    @Test
    void smoothedTargetsAreMixedByTheShare() {
        Mixing mixing = Mixing.mViT();
        float[] targets = mixing.targets(new int[] {0, 1, 1, 3}, 4, new Mixing.Draw(0.75, new int[0]));
        // off = 0.1 / 4, on = 0.9 + off
        assertThat(targets)
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(
                        0.7f, 0.025f, 0.025f, 0.25f, //
                        0.025f, 0.925f, 0.025f, 0.025f, //
                        0.025f, 0.925f, 0.025f, 0.025f, //
                        0.25f, 0.025f, 0.025f, 0.7f);
    }

    @Test
    void mixupBlendsAndCutmixPastesIntoEveryFrame() {
        int side = 4;
        float[] clip = new float[3 * 2 * side * side];
        float[] partner = new float[clip.length];
        for (int i = 0; i < clip.length; i++) {
            clip[i] = i;
            partner[i] = -i;
        }
        float[] out = new float[clip.length];
        Mixing.mix(new Mixing.Draw(0.75, new int[0]), clip, partner, side, out);
        for (int i = 0; i < clip.length; i++) {
            assertThat(out[i]).isCloseTo(0.5f * i, within(1e-5f));
        }
        Mixing.mix(new Mixing.Draw(0.5, new int[] {1, 2, 3, 4}), clip, partner, side, out);
        for (int i = 0; i < clip.length; i++) {
            int x = i % side;
            int y = i / side % side;
            boolean inside = x >= 1 && x < 3 && y >= 2;
            assertThat(out[i]).isEqualTo(inside ? -i : i);
        }
        Mixing.mix(Mixing.Draw.NOTHING, clip, partner, side, out);
        assertThat(out).isEqualTo(clip);
    }

    @Test
    void theShareOfACutIsWhatIsLeftOfTheClip() {
        SplittableRandom random = new SplittableRandom(1);
        Mixing cutmix = new Mixing(1, 0, 1, 0, 0);
        double mean = 0;
        for (int i = 0; i < 2000; i++) {
            Mixing.Draw draw = cutmix.draw(20, 10, random);
            int[] box = draw.box();
            if (box.length > 0) {
                assertThat(box[0]).isBetween(0, 20).isLessThanOrEqualTo(box[2]);
                assertThat(box[2]).isLessThanOrEqualTo(20);
                assertThat(box[3]).isLessThanOrEqualTo(10);
                double area = (double) (box[2] - box[0]) * (box[3] - box[1]);
                assertThat(draw.share()).isCloseTo(1 - area / 200, within(1e-12));
            }
            mean += draw.share() / 2000;
        }
        assertThat(mean).as("boxes are cut at the border").isBetween(0.55, 0.75);
    }

    @Test
    void decisionsComeAsOftenAsAsked() {
        SplittableRandom random = new SplittableRandom(2);
        int pasted = 0;
        int blended = 0;
        double square = 0;
        for (int i = 0; i < 4000; i++) {
            Mixing.Draw draw = new Mixing(0.8, 0.8, 1, 0.5, 0).draw(200, 200, random);
            if (draw.box().length > 0) {
                pasted++;
            } else if (draw.share() < 1) {
                blended++;
                square += (draw.share() - 0.5) * (draw.share() - 0.5);
            }
        }
        assertThat(pasted).isBetween(1480, 1720);
        assertThat(blended).isBetween(1480, 1720);
        // the variance of Beta(a, a) is 1 / (4 (2a + 1))
        assertThat(square / blended).isCloseTo(1 / (4 * 2.6), within(0.006));
    }

    @Test
    void nothingIsMixedUnlessAsked() {
        assertThat(Mixing.none().draw(8, 8, new SplittableRandom(1))).isEqualTo(Mixing.Draw.NOTHING);
        assertThat(Mixing.none().targets(new int[] {1}, 3, Mixing.Draw.NOTHING)).containsExactly(0, 1, 0);
    }
}
