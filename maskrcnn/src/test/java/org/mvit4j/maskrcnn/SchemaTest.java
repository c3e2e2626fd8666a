package org.mvit4j.maskrcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.config.ModelConfig;

/** The parameters of every published detector, name for name and shape for shape, without giving them values. */
class SchemaTest {
    @ParameterizedTest
    @CsvSource({
        "MViTv2__mask_rcnn_mvitv2_t_3x,43679568",
        "MViTv2__cascade_mask_rcnn_mvitv2_t_3x,75847614",
        "MViTv2__cascade_mask_rcnn_mvitv2_s_3x,86544510",
        "MViTv2__cascade_mask_rcnn_mvitv2_b_3x,103147038",
        "MViTv2__cascade_mask_rcnn_mvitv2_b_in21k_3x,103147038",
        "MViTv2__cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep,265110654",
        "MViTv2__cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x,718155998",
        "ViTDet__COCO__cascade_mask_rcnn_mvitv2_b_in21k_100ep,103149086",
        "ViTDet__COCO__cascade_mask_rcnn_mvitv2_l_in21k_50ep,265112702",
        "ViTDet__COCO__cascade_mask_rcnn_mvitv2_h_in21k_36ep,718158046",
        "ViTDet__COCO__mask_rcnn_vitdet_b_100ep,110895792",
        "ViTDet__COCO__mask_rcnn_vitdet_l_100ep,330684656",
        "ViTDet__COCO__mask_rcnn_vitdet_h_75ep,661203760",
        "ViTDet__COCO__cascade_mask_rcnn_vitdet_b_100ep,141160990",
        "ViTDet__COCO__cascade_mask_rcnn_vitdet_l_100ep,360949854",
        "ViTDet__COCO__cascade_mask_rcnn_vitdet_h_75ep,691468958"
    })
    void publishedConfigsHaveTheReferencesParameters(String schema, long parameters) throws IOException {
        String name = schema.substring(schema.lastIndexOf("__") + 2);
        check(DetectorConfig.load(name, List.of()).model(), schema, parameters);
    }

    private static void check(ModelConfig config, String schema, long parameters) throws IOException {
        GeneralizedRcnn model = GeneralizedRcnn.of(config);
        var own = new TreeMap<String, String>();
        model.namedParameters()
                .forEach((name, parameter) ->
                        own.put(name, shape(parameter.getShape().getShape())));
        model.namedCounters().forEach(name -> own.put(name, "()"));
        assertThat(own).isEqualTo(read(schema));
        assertThat(model.namedParameters().entrySet().stream()
                        .filter(entry -> !entry.getKey().contains(".running_"))
                        .mapToLong(entry -> entry.getValue().getShape().size())
                        .sum())
                .isEqualTo(parameters);
    }

    /** As Python prints a tuple. */
    private static String shape(long[] sizes) {
        List<String> texts = new ArrayList<>();
        for (long size : sizes) {
            texts.add(Long.toString(size));
        }
        return "(" + String.join(", ", texts) + (sizes.length == 1 ? ",)" : ")");
    }

    private static TreeMap<String, String> read(String schema) throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/schemas/" + schema + ".txt");
                var reader =
                        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(' ')),
                            line -> line.substring(line.indexOf('('), line.indexOf(')') + 1),
                            (a, b) -> a,
                            TreeMap::new));
        }
    }
}
