package org.mvit4j.detect.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseFileTest {

    @TempDir
    Path folder;

    private Path golden(String name) throws IOException {
        Path file = folder.resolve(name + ".json");
        try (InputStream in = new GZIPInputStream(
                Objects.requireNonNull(CaseFileTest.class.getResourceAsStream("/golden/" + name + ".json.gz")))) {
            Files.copy(in, file);
        }
        return file;
    }

    private static List<Measure> run(Path file, @Nullable Path photos) throws IOException {
        List<Measure> measures = new ArrayList<>();
        CaseFile.read(file).run(new CaseFile.Options(photos, null, Device.cpu()), measures::addAll);
        return measures;
    }

    @Test
    void backbonesHold() throws IOException {
        List<Measure> measures = run(golden("backbone_cases"), null);
        assertThat(measures).hasSizeGreaterThan(35).allMatch(Measure::holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"e2e_tiny_mvit", "e2e_tiny_vit"})
    void detectorsHoldFromTheirWeightsAlone(String name) throws IOException {
        Path file = golden(name);
        Files.createDirectories(folder.resolve("pkl"));
        try (InputStream in =
                Objects.requireNonNull(CaseFileTest.class.getResourceAsStream("/golden/pkl/" + name + ".pkl"))) {
            Files.copy(in, folder.resolve("pkl").resolve(name + ".pkl"));
        }
        assertThat(run(file, null)).hasSizeGreaterThan(12).allMatch(Measure::holds);
    }

    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(
            named = "mvit.photos",
            matches = ".+",
            disabledReason = "name the folder that holds the photo 000000006818.jpg with -Dmvit.photos=DIR")
    void aPublishedConfigurationHoldsOnAPhoto() throws IOException {
        assertThat(run(golden("photo_cases"), Path.of(System.getProperty("mvit.photos"))))
                .allMatch(Measure::holds);
    }

    @Test
    void aChangedNumberIsSeen() throws IOException {
        Path file = golden("backbone_cases");
        String text = Files.readString(file);
        String changed = text.replaceFirst("\"val\": \\[\\s*-?[0-9.]+", "\"val\": [9.5");
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(file, changed);
        assertThat(run(file, null)).filteredOn(measure -> !measure.holds()).hasSize(1);
    }

    @Test
    void badFilesAreNamed() throws IOException {
        Path file = folder.resolve("bad.json");
        Files.writeString(
                file,
                "{\"a\": {\"kind\": \"detectron2\", \"input\": [1, 3, 8, 8], \"outputs\": {}, "
                        + "\"args\": {\"colour\": 1}}}");
        assertThatThrownBy(() -> run(file, null))
                .isInstanceOf(CaseFileException.class)
                .hasMessageContaining("bad.json")
                .hasMessageContaining("colour");
        Files.writeString(file, "{\"a\": ");
        assertThatThrownBy(() -> CaseFile.read(file))
                .isInstanceOf(CaseFileException.class)
                .hasMessageContaining("not valid JSON");
        Files.writeString(file, "{\"a\": {\"b\": 1}}");
        assertThatThrownBy(() -> run(file, null)).hasMessageContaining("of no known format");
    }
}
