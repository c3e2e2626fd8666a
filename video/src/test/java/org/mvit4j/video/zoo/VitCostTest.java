package org.mvit4j.video.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.TimeSformerConfig.Scheme;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.ViViTConfig.Attention;
import org.mvit4j.video.model.ViViTConfig.Classifier;

/** Costs counted from configurations alone. */
class VitCostTest {

    static List<String> names() {
        return VideoModels.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void parametersAreThoseOfTheNetwork(String name) {
        VideoModels.Entry entry = VideoModels.entry(name);
        assertThat(entry.cost().apply(37).parameters())
                .isEqualTo(count(entry.make().apply(37).block()));
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void parametersOfEveryScheme(Scheme scheme) {
        TimeSformerConfig config = TimeSformerConfig.base().scheme(scheme).build();
        assertThat(VitCost.of(config).parameters()).isEqualTo(count(new TimeSformer(config)));
    }

    /** In billions of multiply-adds, as counted on the reference's modules. */
    @ParameterizedTest
    @CsvSource({
        "DIVIDED_SPACE_TIME, 8, 224, 195.83",
        "DIVIDED_SPACE_TIME, 16, 448, 1702.69",
        "DIVIDED_SPACE_TIME, 96, 224, 2379.86",
        "DIVIDED_SPACE_TIME, 64, 224, 1579.19",
        "JOINT_SPACE_TIME, 8, 224, 179.56",
        "SPACE_ONLY, 8, 224, 140.50"
    })
    void timeSformer(Scheme scheme, int frames, int crop, double billions) {
        PartCost cost = VitCost.of(TimeSformerConfig.base()
                .scheme(scheme)
                .frames(frames)
                .cropSize(crop)
                .build());
        assertThat(cost.flops() / 1e9).isCloseTo(billions, within(0.0055));
    }

    @ParameterizedTest
    @CsvSource({
        "B, SPACE_TIME, 4, 32, 224, 451.5",
        "B, FACTORISED_ENCODER, 4, 32, 224, 283.3",
        "B, FACTORISED_SELF_ATTENTION, 4, 32, 224, 371.1",
        "B, FACTORISED_DOT_PRODUCT, 4, 32, 224, 276.2",
        "B, FACTORISED_ENCODER, 0, 32, 224, 282.9",
        "L, SPACE_TIME, 4, 32, 224, 1436.0",
        "L, SPACE_TIME, 4, 32, 288, 2895.4",
        "L, SPACE_TIME, 4, 32, 320, 3957.0",
        "L, FACTORISED_ENCODER, 4, 32, 224, 988.2",
        "L, FACTORISED_ENCODER, 4, 128, 224, 3952.6",
        "H, SPACE_TIME, 4, 32, 224, 3958.8"
    })
    void viViT(String size, Attention attention, int temporal, int frames, int crop, double billions) {
        ViViTConfig.Builder builder = switch (size) {
            case "B" -> ViViTConfig.base();
            case "L" -> ViViTConfig.large();
            default -> ViViTConfig.huge();
        };
        PartCost cost = VitCost.of(builder.attention(attention)
                .temporalDepth(temporal)
                .frames(frames)
                .crop(crop, crop)
                .classifier(
                        attention == Attention.SPACE_TIME || attention == Attention.FACTORISED_ENCODER
                                ? Classifier.TOKEN
                                : Classifier.GAP)
                .build());
        assertThat(cost.flops() / 1e9).isCloseTo(billions, within(0.055));
    }

    private static long count(NamedBlock model) {
        return model.namedParameters().values().stream()
                .mapToLong(p -> p.getShape().size())
                .sum();
    }
}
