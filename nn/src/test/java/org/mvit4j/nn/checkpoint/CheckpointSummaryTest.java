package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published listing is recognised for what it is; {@code guesses.txt} holds one line per listing. */
class CheckpointSummaryTest {
    @TempDir
    Path folder;

    static Stream<String> guesses() throws IOException {
        return Files.readAllLines(Resources.path("guesses.txt")).stream().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("guesses")
    void recognises(String line) {
        String[] parts = line.split(" \\| ");
        Map<String, long[]> schema = Schemas.read(parts[0]);
        try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve("file"), schema))) {
            CheckpointSummary summary = CheckpointSummary.of(checkpoint);
            ModelGuess model = summary.model();
            assertThat(Objects.requireNonNull(summary.family()).cliName()).isEqualTo(parts[1]);
            assertThat(model.sentence()).isEqualTo(parts[2]);
            assertThat(String.join(", ", model.heads())).isEqualTo(parts.length > 3 ? parts[3] : "");
            assertThat(summary.tensors()).isEqualTo(schema.size());
            assertThat(summary.parameters())
                    .isEqualTo(
                            schema.values().stream().mapToLong(Shape::elements).sum());
            assertThat(summary.types()).isEqualTo(Map.of(TensorType.F32, schema.size()));
        }
    }

    @Test
    void everyListingHasItsLine() throws IOException {
        List<String> listings = Resources.list("schemas", "")
                .map(file -> file.getFileName().toString().replace(".gz", ""))
                .toList();
        assertThat(guesses().map(line -> line.split(" \\| ")[0])).containsExactlyInAnyOrderElementsOf(listings);
    }
}
