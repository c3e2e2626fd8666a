package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsTheReferenceImplementation() {
        try (Checkpoint file = Checkpoint.open(Resources.path("interop/reference.safetensors"))) {
            assertThat(file.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
            assertThat(file.metadata()).containsEntry("format", "pt");
            assertThat(file.tensor("a").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(file.tensor("a").shape()).containsExactly(2, 3);
            assertThat(file.tensor("half").toFloats()).containsExactly(0.5f, -2);
            assertThat(file.tensor("b").toFloats()[0]).isEqualTo(1.5f);
            assertThat(file.tensor("i").shape()).isEmpty();
            assertThat(file.tensor("i").toFloats()).containsExactly(5);
            assertThat(file.tensor("flag").toFloats()).containsExactly(1, 0);
            assertThat(file.tensor("e").shape()).containsExactly(0, 2);
        }
    }

    @Test
    void writesWhatItReads() throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        Path again = folder.resolve("again.safetensors");
        try (Checkpoint source = Checkpoint.open(Resources.path("interop/zip.pyth"))) {
            SafetensorsWriter writer = new SafetensorsWriter().metadata("quote", "\"ä\n");
            source.stateDict().forEach(writer::add);
            writer.write(copy);
            writer.write(again);
            try (Checkpoint written = Checkpoint.open(copy)) {
                assertThat(written.metadata()).containsEntry("quote", "\"ä\n");
                assertThat(written.stateDict().names())
                        .containsExactlyInAnyOrderElementsOf(source.stateDict().names());
                for (StoredTensor tensor : source.stateDict()) {
                    StoredTensor other = written.tensor(tensor.name());
                    assertThat(other.type()).isEqualTo(tensor.type());
                    assertThat(other.shape()).isEqualTo(tensor.shape());
                    assertThat(other.toFloats()).isEqualTo(tensor.toFloats());
                }
            }
        }
        assertThat(copy).hasSameBinaryContentAs(again);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(copy, again);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32", "F16", "BF16"})
    void convertsFloats(TensorType type) {
        Path file = folder.resolve("converted.safetensors");
        try (Checkpoint source = Checkpoint.open(Resources.path("interop/reference.safetensors"))) {
            SafetensorsWriter writer = new SafetensorsWriter();
            source.stateDict().forEach(tensor -> writer.add(tensor, type));
            writer.write(file);
        }
        try (Checkpoint converted = Checkpoint.open(file)) {
            assertThat(converted.tensor("a").type()).isEqualTo(type);
            assertThat(converted.tensor("a").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(converted.tensor("half").toFloats()).containsExactly(0.5f, -2);
            assertThat(converted.tensor("i").type()).isEqualTo(TensorType.I64);
        }
    }

    @Test
    void leavesNothingHalfWritten() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.writeString(file, "the older one");
        SafetensorsWriter writer =
                new SafetensorsWriter().addBuffer("w", TensorType.F32, new long[] {2}, () -> ByteBuffer.allocate(4));
        assertThatThrownBy(() -> writer.write(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor w gave 4 bytes, its type and shape say 8");
        assertThat(file).hasContent("the older one");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
        assertThatThrownBy(() -> writer.write(folder.resolve("absent/model.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("folder that does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}| 8| ",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}| 9| announces 8 bytes of tensors and has 9",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}| 7| announces 8 bytes of tensors and has 7",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}| 8| does not fit its bytes",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}| 8| does not fit its bytes",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}| 0| does not fit its bytes",
                "{'a':{'dtype':'F32','shape':[2305843009213693952],'data_offsets':[0,0]}}| 0| does not fit its bytes",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}| 8| does not fit its bytes",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}| 8| not valid JSON",
                "{'a':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}}| 8| unknown type",
                "{'a':{'dtype':'F32','shape':[2]}}| 8| lacks dtype",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}| 12| a hole before tensor 'a'",
                "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}| 3| overlapping",
                "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}| 2| Duplicate",
                "{'__metadata__':{'a':1}}| 0| another structure",
                "{'a':[1]}| 0| another structure",
                "{'a':{'dtype':'U8','shape':[[1]],'data_offsets':[0,1]}}| 1| another structure",
                "{} {}| 0| something behind",
                "{'a':| 0| not valid JSON",
            })
    void checksTheHeader(String json, int dataBytes, String fact) throws IOException {
        byte[] header = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Path file = write(header.length, header, dataBytes);
        if (fact == null) {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.stateDict().names()).containsExactly("a");
            }
        } else {
            assertThatThrownBy(() -> Checkpoint.open(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(fact);
        }
    }

    @ParameterizedTest
    @CsvSource({"3", "100000001", "-1", "9223372036854775807"})
    void headersThatLieAboutTheirLength(long length) throws IOException {
        Path file = write(length, "{}".getBytes(StandardCharsets.UTF_8), 0);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("announces a header of " + length + " bytes");
    }

    private Path write(long length, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return Files.write(folder.resolve("case.safetensors"), bytes.array());
    }
}
