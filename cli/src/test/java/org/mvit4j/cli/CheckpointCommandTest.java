package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.nn.checkpoint.TensorType;

class CheckpointCommandTest {

    @TempDir
    Path folder;

    private Path classifier = Path.of("");

    /** A timm classifier of two tiny blocks. */
    @BeforeEach
    void write() {
        Map<String, long[]> shapes = Map.of(
                "patch_embed.proj.weight", new long[] {8, 3, 7, 7},
                "stages.0.blocks.0.attn.pool_k.weight", new long[] {8, 1, 3, 3},
                "stages.0.blocks.0.attn.norm_k.weight", new long[] {8},
                "stages.0.blocks.0.attn.rel_pos_h", new long[] {7, 8},
                "stages.1.blocks.0.attn.norm_k.weight", new long[] {8},
                "head.fc.weight", new long[] {5, 8});
        SafetensorsWriter writer = new SafetensorsWriter().metadata("note", "two\u001b[2J words");
        shapes.forEach((name, shape) -> {
            int bytes = 4;
            for (long size : shape) {
                bytes *= (int) size;
            }
            int count = bytes;
            writer.addBuffer(name, TensorType.F32, shape, () -> ByteBuffer.allocate(count));
        });
        classifier = folder.resolve("tiny.safetensors");
        writer.write(classifier);
    }

    @Test
    void inspectTellsWhatTheFileIs() {
        CliRun run = CliRun.of("checkpoint", "inspect", "--tensors", classifier.toString());
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out())
                .contains("format    safetensors")
                .contains("names of  timm image classifier")
                .contains("model     MViTv2 (8 wide, 2 blocks), 5 classes")
                .contains("tensors   6 with 1,360 values")
                .contains("note: two?[2J words")
                .containsPattern("sha256 +[0-9a-f]{64}")
                .contains("head.fc.weight\tF32\t5x8");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void inspectSpeaksJson() throws Exception {
        CliRun run = CliRun.of("checkpoint", "inspect", "--json", "--no-digest", "--tensors", classifier.toString());
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("family").asText()).isEqualTo("timm");
        assertThat(json.get("model").get("classes").asLong()).isEqualTo(5);
        assertThat(json.get("parameters").asLong()).isEqualTo(1360);
        assertThat(json.get("tensors")).hasSize(6);
        assertThat(json.get("digest").isNull()).isTrue();
    }

    @Test
    void convertRenamesAndNarrows() {
        Path target = folder.resolve("out.safetensors");
        CliRun run = CliRun.of("checkpoint", "convert", classifier.toString(), target.toString(), "--dtype", "f16");
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out()).contains("6 tensors from");
        try (Checkpoint checkpoint = Checkpoint.open(target)) {
            assertThat(checkpoint.tensor("blocks.1.attn.norm_k.weight").type()).isEqualTo(TensorType.F16);
            assertThat(checkpoint.tensor("head.projection.weight").shape()).containsExactly(5, 8);
            assertThat(checkpoint.metadata()).containsEntry("source_family", "timm");
        }
    }

    @Test
    void wrongUsageIsOneLine() {
        String[][] cases = {
            {"checkpoint"},
            {"checkpoint", "convert", "a", "b", "--to", "pkl"},
            {"checkpoint", "convert", "a", "b", "--family", "nobody"},
            {"checkpoint", "convert", "a", "b", "--dtype", "i64"},
            {"checkpoint", "inspect", folder.resolve("absent.pkl").toString()},
        };
        for (String[] arguments : cases) {
            CliRun run = CliRun.of(arguments);
            assertThat(run.status()).as(String.join(" ", arguments)).isEqualTo(ExitStatus.BAD_INPUT);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void hostileFileIsOneLine() throws Exception {
        Path file = Files.write(
                folder.resolve("evil.pkl"), "\u0080\2cposix\nsystem\n.".getBytes(StandardCharsets.ISO_8859_1));
        Path target = folder.resolve("out.safetensors");
        for (CliRun run : new CliRun[] {
            CliRun.of("checkpoint", "inspect", file.toString()),
            CliRun.of("checkpoint", "convert", file.toString(), target.toString())
        }) {
            assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).startsWith("mvit: " + file).contains("posix.system", "nothing was run");
        }
        assertThat(target).doesNotExist();
    }
}
