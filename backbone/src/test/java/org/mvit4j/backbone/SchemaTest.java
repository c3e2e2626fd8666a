package org.mvit4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.nn.NamedBlock;

/** Parameter names and shapes of every published variant, name for name. */
class SchemaTest {

    @ParameterizedTest
    @CsvSource({
        "T, 96, 10, 1, 0 2 7 9, 23405664",
        "S, 96, 16, 1, 0 2 13 15, 34102560",
        "B, 96, 24, 1, 1 4 20 23, 50705088",
        "L, 144, 48, 2, 1 7 43 47, 212484384",
        "H, 192, 80, 3, 3 11 71 79, 665345408"
    })
    void detection(String variant, int dim, int depth, int heads, String ends, long parameters) throws IOException {
        List<Integer> last =
                Arrays.stream(ends.split(" ")).map(Integer::valueOf).toList();
        MViT model = new MViT(MViTConfig.detection()
                .embedDim(dim)
                .depth(depth)
                .numHeads(heads)
                .lastBlockIndexes(last)
                .build());
        assertThat(names(model, "backbone.bottom_up.")).isEqualTo(schema("detectron2_backbone_" + variant));
        assertThat(count(model)).isEqualTo(parameters);
        int stride = 4;
        for (String output : model.config().outputNames()) {
            assertThat(model.config().stride(output)).isEqualTo(stride);
            stride *= 2;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MVITv2_T, false, 1000, mvit_cls_T_in1k, 24173320",
        "MVITv2_S, false, 1000, mvit_cls_S_in1k, 34870216",
        "MVITv2_B, false, 1000, mvit_cls_B_in1k, 51472744",
        "MVITv2_L, false, 1000, mvit_cls_L_in1k, 217992952",
        "MVITv2_B, true, 19168, mvit_cls_B_in21k, 65444032",
        "MVITv2_L, true, 19168, mvit_cls_L_in21k, 234583216",
        "Kinetics/MVIT_B_16x4_CONV, true, 400, slowfast_v1_B_16x4, 36610672",
        "Kinetics/MVIT_B_32x3_CONV, true, 400, slowfast_v1_B_32x3_yaml_as_is, 53115280",
        "Kinetics/MVITv2_S_16x4, true, 400, slowfast_v2_S_16x4, 34537744",
        "Kinetics/MVITv2_B_32x3, true, 400, slowfast_v2_B_32x3, 51230128",
        "Kinetics/MVITv2_L_40x3, true, 400, slowfast_v2_L_40x3, 213390112"
    })
    void classifiers(String file, boolean cls, int classes, String schema, long parameters) throws IOException {
        Map<String, Object> overrides = new TreeMap<>();
        overrides.put("MVIT.CLS_EMBED_ON", cls);
        overrides.put("MODEL.NUM_CLASSES", classes);
        if (classes == 19168) {
            overrides.put("MVIT.DIM_MUL_IN_ATT", true);
        }
        MViTClassifier model = new MViTClassifier(ReferenceSettings.of("configs/" + file + ".yaml", overrides));
        assertThat(names(model, "")).isEqualTo(schema(schema));
        assertThat(count(model)).isEqualTo(parameters);
    }

    private static long count(NamedBlock model) {
        return model.namedParameters().values().stream()
                .mapToLong(p -> p.getShape().size())
                .sum();
    }

    private static Map<String, String> names(NamedBlock model, String prefix) {
        Map<String, String> names = new TreeMap<>();
        model.namedParameters()
                .forEach((name, p) -> names.put(
                        prefix + name,
                        Arrays.stream(p.getShape().getShape())
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining("x"))));
        return names;
    }

    private static Map<String, String> schema(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(SchemaTest.class.getResourceAsStream("schemas/" + name + ".tsv.gz")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toMap(f -> f[0], f -> f[1], (a, b) -> a, TreeMap::new));
        }
    }
}
