package org.mvit4j.backbone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.MViTConfig;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.backbone.config.ClassifierConfig;

class MViTCostTest {

    /** Exact parameter counts of the instantiated references; GMAC at 224 as timm measures them. */
    @ParameterizedTest
    @CsvSource({
        "mvitv2_t_in1k, 24173320, 4.70",
        "mvitv2_s_in1k, 34870216, 7.00",
        "mvitv2_b_in1k, 51472744, 10.16",
        "mvitv2_l_in1k, 217992952, 43.87",
        "mvitv2_b_in21k, 65444032, 10.23",
        "mvitv2_l_in21k, 234583216, 42.17",
        "mvitv2_h_in21k, 694804128, 120.67"
    })
    void classifiers(String name, long parameters, double gmac) throws IOException {
        PartCost total = PartCost.total(
                MViTCost.classifier(ClassifierConfig.load(name, List.of()).settings()));
        assertThat(total.parameters()).isEqualTo(parameters);
        assertThat(total.flops() / 1e9).isCloseTo(gmac, within(0.012 * gmac)); // layer norms and relative terms
    }

    @ParameterizedTest
    @CsvSource({
        "96, 10, 1, 0 2 7 9, 23405664",
        "96, 16, 1, 0 2 13 15, 34102560",
        "96, 24, 1, 1 4 20 23, 50705088",
        "144, 48, 2, 1 7 43 47, 212484384",
        "192, 80, 3, 3 11 71 79, 665345408"
    })
    void detectionBackbones(int dim, int depth, int heads, String ends, long parameters) {
        MViTConfig config = MViTConfig.detection()
                .embedDim(dim)
                .depth(depth)
                .numHeads(heads)
                .lastBlockIndexes(
                        List.of(ends.split(" ")).stream().map(Integer::valueOf).toList())
                .build();
        List<PartCost> parts = MViTCost.trunk(config, Extent.square(224));
        assertThat(PartCost.total(parts).parameters()).isEqualTo(parameters);
        assertThat(parts)
                .extracting(PartCost::part)
                .containsExactly("stem", "stage 1", "stage 2", "stage 3", "stage 4");
    }

    /** Multiply-adds of products and convolutions per view, to every published digit. */
    @ParameterizedTest
    @CsvSource({
        "configs/Kinetics/MVITv2_S_16x4.yaml, 64.224",
        "configs/Kinetics/MVIT_B_16x4_CONV.yaml, 70.599",
        "configs/Kinetics/MVITv2_B_32x3.yaml, 224.47",
        "configs/Kinetics/MVIT_B_32x3_CONV.yaml, 235.78"
    })
    void videoProducts(String file, double gmac) {
        PartCost total = PartCost.total(MViTCost.products(ReferenceSettings.of(file, Map.of())));
        assertThat(total.flops() / 1e9).isCloseTo(gmac, within(0.0055));
    }

    /** Exact parameter counts; multiply-adds per view as published. */
    @ParameterizedTest
    @CsvSource({
        "configs/Kinetics/MVITv2_S_16x4.yaml, 34537744, 64.224",
        "configs/Kinetics/MVITv2_B_32x3.yaml, 51230128, 225",
        "configs/Kinetics/MVITv2_L_40x3_test.yaml, 213390112, 2828",
        "configs/Kinetics/MVIT_B_16x4_CONV.yaml, 36610672, 70.599"
    })
    void videoClassifiers(String file, long parameters, double gmac) {
        PartCost total = PartCost.total(MViTCost.classifier(ReferenceSettings.of(file, Map.of())));
        assertThat(total.parameters()).isEqualTo(parameters);
        assertThat(total.flops() / 1e9).isCloseTo(gmac, within(0.012 * gmac));
    }

    @Test
    void countsByHand() {
        MViTConfig config = MViTConfig.detection()
                .embedDim(8)
                .depth(1)
                .numHeads(2)
                .lastBlockIndexes(List.of(0))
                .outFeatures(List.of("scale2"))
                .adaptiveWindowSize(8)
                .imgSize(32)
                .build();
        List<PartCost> parts = MViTCost.trunk(config, Extent.square(32));
        assertThat(parts.get(0)).isEqualTo(new PartCost("stem", 3 * 49 * 8 + 8, 3 * 49 * 8 * 64));
        long parameters = 16 // norm1
                + 8 * 24
                + 24 // qkv
                + 3 * (4 * 9 + 8) // pools and their norms
                + 2 * 15 * 4 // tables of 2 * 8 - 1 rows
                + 8 * 8
                + 8 // proj
                + 16 // norm2
                + 8 * 32
                + 32
                + 32 * 8
                + 8 // mlp
                + 16; // output norm
        // 64 queries and 4 keys: key stride 4 on an 8 x 8 map, one window
        long flops = 5 * 64 * 8
                + 64 * 8 * 24
                + 8 * 9 * (64 + 2 * 4)
                + 5 * 8 * (64 + 2 * 4)
                + 2 * 64 * 4 * 8
                + 64 * 8 * (2 + 2)
                + 64 * 64
                + 5 * 64 * 8
                + 2 * 64 * 8 * 32
                + 5 * 64 * 8;
        assertThat(parts.get(1)).isEqualTo(new PartCost("stage 1", parameters, flops));
    }
}
