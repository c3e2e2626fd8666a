package org.mvit4j.train.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.config.ConfigException;
import org.mvit4j.train.optim.ParameterGroup;
import org.mvit4j.train.optim.Schedule;
import org.mvit4j.video.config.NetworkConfig;
import org.mvit4j.video.config.VideoConfig;

class ClassificationCatalogTest {

    static List<String> names() {
        return ClassificationCatalog.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameIsAConfigurationThatSurvivesItsFile(String name, @TempDir Path folder) throws Exception {
        ClassificationConfig config = ClassificationCatalog.load(name, List.of());
        Path file = Files.writeString(folder.resolve("config.yaml"), config.toYaml());
        assertThat(ClassificationCatalog.load(file.toString(), List.of())).isEqualTo(config);
        VideoConfig video = config.video(List.of("a", "b", "c"));
        assertThat(VideoConfig.parse("here", video.toYaml())).isEqualTo(video);
        assertThat(NetworkConfig.of(video.model().build())).isEqualTo(video.model());
    }

    @Test
    void overridesComeLast() throws Exception {
        ClassificationConfig config =
                ClassificationCatalog.load("mvitv2_s_16x4", 8, 112, List.of("model.mvit.drop_path_rate=0.4"));
        assertThat(config.model().mvit().dropPathRate()).isEqualTo(0.4);
        assertThat(config.model().build().frames()).isEqualTo(8);
        assertThat(config.test().cropSize()).isEqualTo(112);
        assertThat(config.test().shortSide()).isEqualTo(128);
        assertThat(config.train().window().crop()).isEqualTo(112);
        assertThat(config.train().repeats()).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ClassificationCatalog.load("mvitv3", List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no classifier has this name")
                .hasMessageContaining("mvitv2_s_16x4");
        assertThatThrownBy(() -> ClassificationCatalog.load(
                        "motion_timesformer", List.of("model.timesformer.scheme=divided_time_space")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("divided_time_space is not one of space_only");
        assertThatThrownBy(() -> ClassificationCatalog.load("motion_vivit1", List.of("model.vivit.frames=16")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test.sampler.frames is 8, the model takes clips of 16");
        assertThatThrownBy(() -> ClassificationCatalog.load(
                        "motion_vivit1", List.of("model.timesformer=null", "model.vivit=null")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("none of mvit, vivit and timesformer");
        assertThatThrownBy(() -> ClassificationCatalog.load("motion_vivit1", List.of("solver.epoch=3")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean epochs?");
    }

    @Test
    void aClassListOfTheWrongLengthIsRefused() throws Exception {
        ClassificationConfig config = ClassificationCatalog.load("motion_vivit1", List.of());
        assertThatThrownBy(() -> new VideoConfig(config.model(), config.test(), List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 names, the model 8 classes");
    }

    @Test
    void familiesDecayDifferently() throws Exception {
        assertThat(decays("mvitv2_s_16x4")).containsExactly(0.05, 0.0);
        assertThat(decays("vivit_b_16x2")).containsExactly(0.0);
        assertThat(decays("timesformer")).containsExactly(1e-4);
        NamedBlock mViT = ClassificationCatalog.load("motion_mvitv2", List.of())
                .model()
                .build()
                .block();
        List<ParameterGroup> groups = ParameterGroups.of(
                mViT,
                ClassificationCatalog.load("motion_mvitv2", List.of()).solver().optimizer());
        assertThat(groups.stream().mapToInt(group -> group.parameters().size()).sum())
                .isEqualTo(mViT.namedParameters().size());
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, parameter) -> {
                boolean spared = parameter.getShape().dimension() == 1
                        || name.endsWith("bias")
                        || name.contains("rel_pos")
                        || name.equals("cls_token");
                assertThat(group.weightDecay()).as(name).isEqualTo(spared ? 0 : 0.05);
            });
        }
    }

    private static List<Double> decays(String name) throws Exception {
        ClassificationConfig config = ClassificationCatalog.load(name, List.of());
        return ParameterGroups.of(
                        config.model().build().block(), config.solver().optimizer())
                .stream()
                .map(ParameterGroup::weightDecay)
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
    }

    /** The published formulas, written out. */
    @Test
    void learningRatesAreThePublishedOnes() throws Exception {
        Schedule mViT =
                ClassificationCatalog.load("mvitv2_s_16x4", List.of()).solver().toSchedule();
        for (double epoch : new double[] {0, 1, 15, 29.9, 30, 31, 115, 199}) {
            double end = 1e-6 / 1.6e-3;
            double expected = epoch < 30
                    ? end + (1 - end) * epoch / 30
                    : end + (1 - end) * (1 + Math.cos(Math.PI * (epoch - 30) / 170)) / 2;
            assertThat(mViT.at(epoch / 200)).as("epoch %s", epoch).isCloseTo(expected, within(1e-9));
        }
        Schedule timeSformer =
                ClassificationCatalog.load("timesformer", List.of()).solver().toSchedule();
        assertThat(timeSformer.at(10.9 / 15)).isEqualTo(1);
        assertThat(timeSformer.at(11.0 / 15)).isEqualTo(0.1);
        assertThat(timeSformer.at(14.5 / 15)).isEqualTo(0.01);
        Schedule viViT =
                ClassificationCatalog.load("vivit_b_16x2", List.of()).solver().toSchedule();
        assertThat(viViT.at(0)).isZero();
        assertThat(viViT.at(15.0 / 30)).isCloseTo(0.5, within(1e-9));
    }
}
