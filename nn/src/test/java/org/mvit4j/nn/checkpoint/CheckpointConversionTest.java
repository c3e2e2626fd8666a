package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointConversionTest {
    @TempDir
    Path folder;

    @Test
    void carriesProvenance() {
        Path target = folder.resolve("converted.safetensors");
        CheckpointConversion.plain()
                .withFloatType(TensorType.F16)
                .convert(Resources.path("golden/tiny_numpy2_p5.pkl"), target, bytes -> {});
        try (Checkpoint converted = Checkpoint.open(target)) {
            assertThat(converted.metadata())
                    .containsEntry("source_file", "tiny_numpy2_p5.pkl")
                    .containsEntry("source_format", "PICKLE")
                    .containsEntry("source_family", "unknown");
            assertThat(converted.metadata().get("source_sha256"))
                    .isEqualTo(FileDigest.of(Resources.path("golden/tiny_numpy2_p5.pkl"), bytes -> {})
                            .sha256())
                    .hasSize(64);
            assertThat(converted.metadata().get("written_by")).matches("mvit4j \\d.*");
            assertThat(converted.tensor("a.weight").type()).isEqualTo(TensorType.F16);
            assertThat(converted.tensor("a.weight").toFloats()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
            assertThat(converted.tensor("bn.num_batches_tracked").type()).isEqualTo(TensorType.I64);
        }
    }

    @Test
    void renamesAndMovesUnderAPrefix() {
        Map<String, long[]> timm = Schemas.read("timm_mvitv2_tiny.tsv").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new long[entry.getValue().length]));
        timm.put("patch_embed.proj.weight", new long[] {1, 1, 1, 1});
        Path source = Schemas.writeZeros(folder.resolve("timm.safetensors"), timm);
        Path target = folder.resolve("converted.safetensors");
        Map<String, long[]> written = CheckpointConversion.plain()
                .withPrefix("", "backbone.bottom_up.")
                .convert(source, target, bytes -> {});
        assertThat(written)
                .containsKey("backbone.bottom_up.blocks.9.mlp.fc1.weight")
                .hasSameSizeAs(timm);

        Path back = folder.resolve("back.safetensors");
        CheckpointConversion.plain()
                .withPrefix("backbone.bottom_up.", "")
                .withFamily(CheckpointFamily.MVIT, CheckpointFamily.TIMM)
                .convert(target, back, bytes -> {});
        try (Checkpoint checkpoint = Checkpoint.open(back)) {
            assertThat(checkpoint.stateDict().names()).contains("head.fc.weight");
        }
        assertThatThrownBy(() ->
                        CheckpointConversion.plain().withPrefix("module.", "").convert(source, back, bytes -> {}))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no weights under the prefix 'module.'");
        assertThatThrownBy(() -> CheckpointConversion.plain().convert(source, source, bytes -> {}))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is the source itself");
    }
}
