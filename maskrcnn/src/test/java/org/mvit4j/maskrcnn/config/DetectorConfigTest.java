package org.mvit4j.maskrcnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.config.ConfigException;
import org.mvit4j.nn.config.ConfigSource;
import org.mvit4j.nn.config.ConfigYaml;

class DetectorConfigTest {

    static List<String> names() {
        return DetectorConfig.CATALOG.names();
    }

    private static DetectorConfig load(String name, String... overrides) throws IOException {
        return DetectorConfig.load(name, List.of(overrides));
    }

    @Test
    void theIndexNamesEveryFile() throws IOException {
        Path configs = Path.of("../configs");
        for (String folder : List.of("mvitv2", "vitdet")) {
            try (Stream<Path> files = Files.list(configs.resolve(folder))) {
                assertThat(files.map(f -> configs.relativize(f).toString()))
                        .isNotEmpty()
                        .allMatch(DetectorConfig.CATALOG.paths()::contains);
            }
        }
        assertThat(DetectorConfig.CATALOG.paths()).hasSize(16);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFileLoadsAndSurvivesItsOwnDump(String name, @TempDir Path folder) throws IOException {
        DetectorConfig config = load(name);
        Path dump = Files.writeString(folder.resolve("dump.yaml"), ConfigYaml.write(config));
        assertThat(DetectorConfig.load(ConfigSource.file(dump), List.of())).isEqualTo(config);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFileIsASmallDiffThatOpensWithItsFigures(String name) throws IOException {
        String text = DetectorConfig.CATALOG.find(name).read();
        assertThat(text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                .hasSizeLessThan(32);
        PublishedConfig published = load(name).published();
        assertThat(published).isNotNull();
        assertThat(text.lines().limit(6))
                .allMatch(line -> line.startsWith("#") || line.startsWith("_base_"))
                .anyMatch(line -> line.contains("box AP " + published.boxAp() + ", mask AP " + published.maskAp()))
                .anyMatch(line -> line.contains("mvit detect") && line.contains(published.file()))
                .anyMatch(line -> line.contains("Run here:"));
    }

    @Test
    void theSimplestModelIsDetectron2sDefault() throws IOException {
        DetectorConfig config = load("mask_rcnn_mvitv2_t_3x");
        assertThat(config.model().namesOrNumbers())
                .hasSize(80)
                .startsWith("person")
                .endsWith("toothbrush");
        assertThat(config.model().rpn().convDims()).containsExactly(-1);
        assertThat(config.model().anchors().perCell()).isEqualTo(3);
        assertThat(config.model().roiHeads().boxHead().fcDims()).containsExactly(1024, 1024);
        assertThat(config.model().neck()).isEqualTo(new FpnConfig(256, Norm.Kind.NONE, 0));
        assertThat(config.input().test()).isEqualTo(new InputConfig.ResizeConfig(800, 1333));
    }

    @Test
    void theTwoFamiliesDifferWhereTheReferencesDo() throws IOException {
        DetectorConfig mvit = load("cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x");
        DetectorConfig vitdet = load("cascade_mask_rcnn_mvitv2_h_in21k_36ep");
        assertThat(vitdet.model().backbone()).isEqualTo(mvit.model().backbone());
        assertThat(mvit.model().roiHeads().boxHead().norm()).isEqualTo(Norm.Kind.BN);
        assertThat(vitdet.model().roiHeads().boxHead().norm()).isEqualTo(Norm.Kind.LN);
        assertThat(vitdet.model().neck()).isEqualTo(new FpnConfig(256, Norm.Kind.LN, 1024));
        assertThat(mvit.input().test().shortSide()).isEqualTo(800);
        assertThat(vitdet.input().test().shortSide()).isEqualTo(1024);
        assertThat(mvit.input().train().augmentations())
                .contains(new AugmentationConfig.FixedSizeCrop(1024, true, 128));
        assertThat(vitdet.input().train().augmentations())
                .contains(new AugmentationConfig.FixedSizeCrop(1024, false, 0));
        assertThat(mvit.solver().optimizer().noWeightDecay()).contains("rel_pos_h");
        assertThat(vitdet.solver().optimizer().noWeightDecay()).containsExactly("pos_embed");
    }

    /** Learning rate, length, milestones and warm-up of every run, as the reference evaluates its own files. */
    @ParameterizedTest
    @CsvSource({
        "mask_rcnn_mvitv2_t_3x, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "cascade_mask_rcnn_mvitv2_t_3x, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "cascade_mask_rcnn_mvitv2_s_3x, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "cascade_mask_rcnn_mvitv2_b_3x, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "cascade_mask_rcnn_mvitv2_b_in21k_3x, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep, 1e-4, 92187, 81944, 88773, 0.0027118791152765573",
        "cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "cascade_mask_rcnn_mvitv2_b_in21k_100ep, 8e-5, 184375, 163889, 177546, 0.0013559322033898306",
        "cascade_mask_rcnn_mvitv2_l_in21k_50ep, 8e-5, 92187, 81944, 88773, 0.0013559322033898306",
        "cascade_mask_rcnn_mvitv2_h_in21k_36ep, 1.6e-4, 67500, 52500, 62500, 0.003703703703703704",
        "mask_rcnn_vitdet_b_100ep, 1e-4, 184375, 163889, 177546, 0.0013559322033898306",
        "cascade_mask_rcnn_vitdet_l_100ep, 1e-4, 184375, 163889, 177546, 0.0013559322033898306",
        "mask_rcnn_vitdet_h_75ep, 1e-4, 138281, 122916, 133159, 0.0013559322033898306"
    })
    void schedules(String name, double lr, int maxIter, int first, int second, double warmup) throws IOException {
        SolverConfig solver = load(name).solver();
        assertThat(solver.optimizer().lr()).isEqualTo(lr);
        assertThat(solver.schedule().maxIter()).isEqualTo(maxIter);
        assertThat(solver.schedule().milestones()).containsExactly(first, second);
        assertThat(solver.schedule().warmupLength()).isEqualTo(warmup);
    }

    @Test
    void classCountAndNamesMustAgree() throws IOException {
        DetectorConfig pets = load("mask_rcnn_mvitv2_t_3x", "model.num_classes=2", "model.class_names=[cat, dog]");
        assertThat(pets.model().namesOrNumbers()).containsExactly("cat", "dog");
        assertThat(load("mask_rcnn_mvitv2_t_3x", "model.num_classes=2", "model.class_names=null")
                        .model()
                        .namesOrNumbers())
                .containsExactly("class 0", "class 1");
        assertThatThrownBy(() -> load("mask_rcnn_mvitv2_t_3x", "model.num_classes=2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("class_names has 80 names but num_classes is 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.backbone.depth=11                | last_block_indexes ends with 9 but depth is 11
            model.backbone.embed_dims=11           | did you mean embed_dim?
            model.roi_heads.cascade=true           | class_agnostic=true
            model.neck.square_pad=1000             | multiple of 32
            model.rpn.nms_threshold=1.5            | nms_threshold is 1.5
            model.neck.type=simple_feature_pyramid | use mvit with fpn
            input.test.max_side=10                 | less than short_side
            """)
    void refusesWhatCannotBe(String override, String message) {
        assertThatThrownBy(() -> load("mask_rcnn_mvitv2_t_3x", override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void unknownNamesListTheKnownOnes() {
        assertThatThrownBy(() -> load("mask_rcnn_r50"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("mask_rcnn_mvitv2_t_3x");
        assertThatThrownBy(() -> load("none/none.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no such file");
    }
}
