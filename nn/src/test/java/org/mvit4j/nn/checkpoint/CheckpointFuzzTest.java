package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Any bytes at all are a checkpoint or are refused by our own exception. Runs over the kept inputs in every build; with
 * {@code JAZZER_FUZZ=1} it looks for new ones.
 */
class CheckpointFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void open(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".ckpt");
        try {
            Files.write(file, bytes);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(CheckpointSummary.of(checkpoint).model().sentence()).isNotEmpty();
                for (StoredTensor tensor : checkpoint.stateDict()) {
                    int count = (int) Math.min(64, tensor.elementCount());
                    tensor.read(0, ByteBuffer.allocate(count * tensor.type().bytes()));
                }
            } catch (CheckpointException refused) {
                assertThat(refused).hasMessageContaining(file.toString());
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
