package org.mvit4j.nn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Box.class, name = "box")
    })
    sealed interface Form permits Circle, Box {}

    record Circle(double radius) implements Form {}

    record Box(int width, int height) implements Form {}

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Scene(
            Form form,
            List<Integer> steps,
            Colour colour,
            String title,
            boolean open,
            @Nullable Double limit) {
        Scene {
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("steps is empty; give it at least one entry");
            }
        }
    }

    static final String BASE = """
            form: {type: circle, radius: 2}
            steps: [1, 2, 3]
            colour: red
            title: a
            open: true
            """;

    @TempDir
    Path folder;

    private Scene load(String yaml, String... overrides) throws IOException {
        Files.writeString(folder.resolve("base.yaml"), BASE);
        Path file = Files.writeString(folder.resolve("scene.yaml"), yaml);
        return ConfigLoader.load(ConfigSource.file(file), List.of(overrides), Scene.class);
    }

    private void refused(ThrowingCallable load, String... parts) {
        assertThatThrownBy(load)
                .isInstanceOf(ConfigException.class)
                .message()
                .doesNotContain("\n")
                .contains(parts);
    }

    @Test
    void mergesMappingsAndReplacesLists() throws IOException {
        Scene scene = load("_base_: base.yaml\nform: {radius: 1e-4}\nsteps: [9]\ncolour: dark_blue\n");
        assertThat(scene).isEqualTo(new Scene(new Circle(1e-4), List.of(9), Colour.DARK_BLUE, "a", true, null));
    }

    @Test
    void anotherTypeReplacesTheWholeMapping() throws IOException {
        assertThat(load("_base_: base.yaml\nform: {type: box, width: 3, height: 4}\n")
                        .form())
                .isEqualTo(new Box(3, 4));
    }

    @Test
    void laterBasesAndTheFileItselfWin() throws IOException {
        Files.createDirectory(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/title.yaml"), "title: deep\nopen: false\n");
        Scene scene = load("_base_: [base.yaml, deep/title.yaml]\nopen: true\n");
        assertThat(scene.title()).isEqualTo("deep");
        assertThat(scene.open()).isTrue();
    }

    @Test
    void overridesAreYaml() throws IOException {
        Scene scene =
                load("_base_: base.yaml", "form.radius=0.5", "steps=[4, 5]", "steps.1=7", "title='1=2'", "limit=1e3");
        assertThat(scene).isEqualTo(new Scene(new Circle(0.5), List.of(4, 7), Colour.RED, "1=2", true, 1000.0));
    }

    @Test
    void writesWhatItReads() throws IOException {
        Scene scene = load("_base_: base.yaml\ntitle: 'yes: 1e-4'\nlimit: 1.6e-4");
        String yaml = ConfigYaml.write(scene);
        assertThat(yaml).contains("type: circle", "steps: [1, 2, 3]", "colour: red", "limit: 1.6e-4");
        assertThat(load(yaml)).isEqualTo(scene);
        for (String title : List.of("true", "12", "~", "", " x", "a: b", "#", "null", "é\u00a0\n\"'")) {
            Scene odd = new Scene(new Box(1, 2), List.of(1), Colour.RED, title, false, null);
            assertThat(load(ConfigYaml.write(odd))).isEqualTo(odd);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tittle: x                | scene.yaml:2: unknown key tittle; did you mean title?
            form: {radios: 1}        | scene.yaml:2: unknown key form.radios; did you mean radius?
            zzzz: 1                  | known here: colour, form, limit, open, steps, title
            steps: [1, x]            | scene.yaml:2: steps.1: wants a whole number
            steps: [1, 2.5]          | steps.1: wants a whole number
            steps: 3                 | steps: wants a list
            steps: [1, null]         | steps.1: is empty
            steps: []                | steps is empty; give it at least one entry
            colour: green            | colour: green is not one of red, dark_blue
            title: 5                 | title: wants text
            title: null              | title: is empty
            open: yes                | open: wants true or false
            open: 1                  | open: wants true or false
            form: {type: cone}       | form.type: unknown type cone; use one of circle, box
            form: 3                  | form.type: is missing; use one of circle, box
            form: {radius: big}      | form.radius: wants a number
            title: !!java.io.File x  | Global tag is not allowed
            title: !cone x           | tag !cone is not supported
            title: [                 | not valid YAML
            """)
    void refusesWithPlaceFactAndFix(String line, String message) {
        refused(() -> load("_base_: base.yaml\n" + line), message);
    }

    @Test
    void saysWhatIsMissing() {
        refused(() -> load(BASE.replace("title: a\n", "")), "scene.yaml", "key title is missing");
        refused(() -> load("_base_: base.yaml\nform: {type: box, width: 3}"), "key form.height is missing");
        refused(() -> load("- 1"), "mapping");
    }

    @Test
    void namesTheOverrideThatIsWrong() {
        refused(() -> load("_base_: base.yaml", "form.radios=1"), "override form.radios=1", "did you mean radius?");
        refused(() -> load("_base_: base.yaml", "title"), "key.path=value");
        refused(() -> load("_base_: base.yaml", "title.x=1"), "title is a single value");
        refused(() -> load("_base_: base.yaml", "steps.3=1"), "3 is no index into a list of 3");
        refused(() -> load("_base_: base.yaml", "form.type=box"), "key form.width is missing");
    }

    @Test
    void refusesCyclesAndMissingBases() throws IOException {
        refused(() -> load("_base_: scene.yaml"), "leads back to itself");
        Files.writeString(folder.resolve("other.yaml"), "_base_: scene.yaml");
        refused(() -> load("_base_: other.yaml"), "other.yaml", "leads back to itself");
        assertThatThrownBy(() -> load("_base_: none.yaml")).isInstanceOf(NoSuchFileException.class);
        refused(() -> load("_base_: {a: b}"), "wants a path");
    }

    @Test
    void untrustedTextIsBounded() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        refused(() -> load(bomb.toString()), "too many");
        refused(() -> load("a: &a [*a]"), "scene.yaml");
        refused(() -> load("a: " + "[".repeat(10_000)), "scene.yaml");
        refused(() -> load("a: " + "{b: ".repeat(5_000)), "scene.yaml");
        refused(() -> load("#".repeat(ConfigSource.MAX_BYTES + 1)), "larger than 1 MiB");
        Path binary = Files.write(folder.resolve("weights.pkl"), new byte[] {(byte) 0x80, 2, (byte) 0xff});
        refused(() -> ConfigLoader.load(ConfigSource.file(binary), List.of(), Scene.class), "not UTF-8");
        Files.write(binary, "a\0b".getBytes(StandardCharsets.UTF_8));
        refused(() -> ConfigLoader.load(ConfigSource.file(binary), List.of(), Scene.class), "weights.pkl");
    }

    @ParameterizedTest
    @CsvSource({"embed_dims,embed_dim", "lr,lr", "xyz,", "nms_treshold,nms_threshold"})
    void suggestsTheNearestKey(String typed, @Nullable String meant) {
        assertThat(NearestKey.of(typed, List.of("embed_dim", "lr", "nms_threshold"))
                        .orElse(null))
                .isEqualTo(meant);
    }
}
