package org.mvit4j.backbone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.nn.config.ConfigException;

class ClassifierConfigTest {

    @Test
    void theIndexNamesEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../configs/classification"))) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(name -> !name.equals("base.yaml")))
                    .isNotEmpty()
                    .allMatch(name -> ClassifierConfig.CATALOG.paths().contains("classification/" + name));
        }
        assertThat(ClassifierConfig.CATALOG.names()).hasSize(7);
    }

    /** The plan of every block equals that of the authors' own file. */
    @ParameterizedTest
    @CsvSource({
        "mvitv2_t_in1k, configs/test/MVITv2_T_test.yaml",
        "mvitv2_s_in1k, configs/test/MVITv2_S_test.yaml",
        "mvitv2_b_in1k, configs/test/MVITv2_B_test.yaml",
        "mvitv2_l_in1k, configs/test/MVITv2_L_test.yaml"
    })
    void blocksAreThoseOfTheReference(String name, String file) throws IOException {
        var own = ClassifierConfig.load(name, List.of("model.drop_path_rate=0"));
        var reference = ReferenceSettings.of(file, Map.of("MVIT.DROPPATH_RATE", 0.0));
        assertThat(own.settings().resolve()).isEqualTo(reference.resolve());
        assertThat(own.settings().numClasses()).isEqualTo(reference.numClasses());
    }

    @Test
    void refusesWhatCannotBe() {
        for (String override :
                List.of("model.stage_starts=[3, 3]", "input.crop_size=225", "input.crop_fraction=2", "model.depth=0")) {
            assertThatThrownBy(() -> ClassifierConfig.load("mvitv2_t_in1k", List.of(override)))
                    .isInstanceOf(ConfigException.class);
        }
    }
}
