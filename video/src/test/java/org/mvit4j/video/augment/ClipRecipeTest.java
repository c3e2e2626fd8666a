package org.mvit4j.video.augment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mvit4j.video.zoo.VideoModels;

class ClipRecipeTest {

    private static ClipRecipe of(String name) {
        return ClipRecipe.of(VideoModels.entry(name));
    }

    @Test
    void everyPublishedModelHasARecipeThatFitsIt() {
        for (String name : VideoModels.names()) {
            VideoModels.Entry entry = VideoModels.entry(name);
            ClipAugmentation augmentation = ClipRecipe.of(entry).augmentation();
            assertThat(augmentation.window().crop())
                    .as(name)
                    .isEqualTo(entry.protocol().cropSize());
            assertThat(augmentation.sampler())
                    .as(name)
                    .isEqualTo(entry.protocol().sampler());
            assertThat(augmentation.flip()).as(name).isEqualTo(name.endsWith("_ssv2") ? 0 : 0.5);
            assertThat(augmentation.bytes()).as(name).isBetween(1L << 20, 1L << 30);
        }
    }

    @Test
    void shortSidesAreThoseOfTheFamilies() {
        assertThat(of("timesformer").augmentation().window())
                .isEqualTo(new RandomWindow.ShortSideJitter(224, 256, 320, false));
        assertThat(of("timesformer_hr").augmentation().window())
                .isEqualTo(new RandomWindow.ShortSideJitter(448, 448, 512, false));
        assertThat(of("timesformer_ssv2").augmentation().window())
                .isEqualTo(new RandomWindow.ShortSideJitter(224, 256, 320, true));
        assertThat(of("mvitv2_l_40x3_ssv2").augmentation().window())
                .isEqualTo(new RandomWindow.ShortSideJitter(312, 356, 446, true));
        assertThat(of("vivit_b_16x2").augmentation().window())
                .isEqualTo(new RandomWindow.ScaleJitter(224, 256, 0.9, 1.33, 1));
    }

    @Test
    void mViTIsAugmentedMost() {
        ClipRecipe kinetics = of("mvitv2_s_16x4");
        assertThat(kinetics.augmentation().randAugment()).isEqualTo(RandAugment.parse("rand-m7-n4-mstd0.5-inc1"));
        assertThat(kinetics.augmentation().repeats()).isEqualTo(2);
        assertThat(kinetics.mixing()).isEqualTo(Mixing.mViT());
        ClipRecipe something = of("mvitv2_s_16x4_ssv2");
        assertThat(something.augmentation().repeats()).isEqualTo(1);
        assertThat(something.augmentation().randAugment())
                .isEqualTo(RandAugment.parse("rand-m7-n4-mstd0.5-inc1").onBgr());
        assertThat(of("mvitv2_l_40x3").mixing()).isEqualTo(Mixing.smoothing(0.1));
        assertThat(of("vivit_l_16x2_fe_ssv2").augmentation().clipRandAugment()).isEqualTo(new ClipRandAugment(2, 20));
        assertThat(of("vivit_b_16x2").augmentation().color()).isEqualTo(new ColorJitter(0.8, 0.1));
    }
}
