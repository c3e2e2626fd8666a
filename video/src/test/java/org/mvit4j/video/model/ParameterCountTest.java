package org.mvit4j.video.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.video.model.ViViTConfig.Attention;
import org.mvit4j.video.model.ViViTConfig.Classifier;

/** Exact parameter counts of every published size, counted from the reference modules. */
class ParameterCountTest {

    @ParameterizedTest
    @CsvSource({
        "B, 1, TOKEN, 2, 0, 224, 400, 88954000",
        "B, 1, GAP, 2, 0, 224, 400, 88952464",
        "B, 1, TOKEN, 1, 0, 224, 400, 90772624",
        "B, 1, TOKEN, 4, 0, 224, 400, 88929424",
        "B, 1, TOKEN, 8, 0, 224, 400, 90686608",
        "B, 2, TOKEN, 2, 4, 224, 400, 115062928",
        "B, 2, GAP, 2, 4, 224, 400, 115059856",
        "B, 2, TOKEN, 2, 0, 224, 400, 86696080",
        "B, 3, GAP, 2, 0, 224, 400, 117319312",
        "B, 4, GAP, 2, 0, 224, 400, 88952464",
        "L, 1, TOKEN, 2, 0, 224, 400, 307508624",
        "L, 1, TOKEN, 2, 0, 320, 400, 310850960",
        "L, 1, TOKEN, 2, 0, 224, 339, 307446099",
        "L, 2, TOKEN, 2, 4, 224, 400, 354903440",
        "L, 2, TOKEN, 2, 24, 224, 400, 606827920",
        "L, 2, TOKEN, 2, 24, 224, 600, 607032920",
        "L, 2, TOKEN, 2, 4, 224, 397, 354900365",
        "L, 2, TOKEN, 2, 4, 256, 174, 354733230",
        "L, 3, GAP, 2, 0, 224, 400, 408317328",
        "L, 4, GAP, 2, 0, 224, 400, 307506576",
        "H, 1, TOKEN, 2, 0, 224, 400, 636945040",
        "H, 2, TOKEN, 2, 4, 224, 400, 710765200",
        "H, 3, GAP, 2, 0, 224, 400, 846903440",
        "H, 4, GAP, 2, 0, 224, 400, 636942480"
    })
    void viViT(
            String size,
            int model,
            Classifier classifier,
            int tubelet,
            int temporal,
            int crop,
            int classes,
            long parameters) {
        ViViTConfig.Builder builder = switch (size) {
            case "B" -> ViViTConfig.base();
            case "L" -> ViViTConfig.large();
            default -> ViViTConfig.huge();
        };
        builder.attention(Attention.values()[model - 1])
                .classifier(classifier)
                .tubelet(tubelet)
                .temporalDepth(temporal)
                .crop(crop, crop)
                .classes(classes);
        assertThat(count(new ViViT(builder.build()))).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "base, divided_space_time, 8, 400, 121566352",
        "base, divided_space_time, 8, 600, 121720152",
        "base, divided_space_time, 8, 174, 121392558",
        "hr, divided_space_time, 16, 400, 122024080",
        "hr, divided_space_time, 16, 600, 122177880",
        "hr, divided_space_time, 16, 174, 121850286",
        "base, divided_space_time, 96, 400, 121633936",
        "base, divided_space_time, 96, 600, 121787736",
        "base, divided_space_time, 64, 174, 121435566",
        "base, joint_space_time, 8, 400, 86112400",
        "base, space_only, 8, 400, 86106256",
        "base, space_only, 8, 174, 85932462",
        "base, sparse_local_global, 8, 174, 121392558",
        "base, axial, 8, 174, 156846510"
    })
    void timeSformer(String size, String scheme, int frames, int classes, long parameters) {
        TimeSformerConfig.Builder builder =
                size.equals("hr") ? TimeSformerConfig.highResolution() : TimeSformerConfig.base();
        builder.scheme(TimeSformerConfig.Scheme.of(scheme.toUpperCase(Locale.ROOT)))
                .frames(frames)
                .classes(classes);
        assertThat(count(new TimeSformer(builder.build()))).isEqualTo(parameters);
    }

    private static long count(NamedBlock model) {
        return model.namedParameters().values().stream()
                .mapToLong(p -> p.getShape().size())
                .sum();
    }
}
