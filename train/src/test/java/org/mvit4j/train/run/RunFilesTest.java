package org.mvit4j.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {

    @TempDir
    Path dir;

    /** Frames, checksums and fields read back by hand from the bytes. */
    @Test
    void eventFilesAreTensorBoards() throws IOException {
        try (TensorBoardWriter writer = new TensorBoardWriter(dir, 1700000000.5, 0)) {
            writer.write(1700000001.25, 300, Map.of("loss", 0.5));
        }
        Path file;
        try (Stream<Path> files = Files.list(dir)) {
            file = files.findFirst().orElseThrow();
        }
        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1700000000");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(frame(bytes))
                .isEqualTo("09000020fc4055d9411a0d627261696e2e4576656e743a32"
                        .replace("20fc4055d941", hex(1700000000.5).substring(4)));
        byte[] event = HexFormat.of().parseHex(frame(bytes));
        ByteBuffer fields = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(fields.get()).isEqualTo((byte) 9);
        assertThat(fields.getDouble()).isEqualTo(1700000001.25);
        byte[] rest = new byte[fields.remaining()];
        fields.get(rest);
        assertThat(HexFormat.of().formatHex(rest))
                .isEqualTo("10ac02" + "2a0d" + "0a0b" + "0a046c6f7373" + "150000003f");
        assertThat(bytes.hasRemaining()).isFalse();
    }

    private static String hex(double value) {
        return HexFormat.of()
                .formatHex(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(value)
                        .array());
    }

    private static String frame(ByteBuffer bytes) {
        byte[] length = new byte[8];
        bytes.get(length);
        assertThat(bytes.getInt()).isEqualTo(TensorBoardWriter.checksum(length));
        byte[] data = new byte
                [(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
        bytes.get(data);
        assertThat(bytes.getInt()).isEqualTo(TensorBoardWriter.checksum(data));
        return HexFormat.of().formatHex(data);
    }

    @Test
    void aLineThatACrashCutOffIsIgnored() throws IOException {
        Metrics metrics = new Metrics(dir.resolve("metrics.jsonl"));
        metrics.append(19, Map.of("total_loss", 2.5, "broken", Double.NaN));
        metrics.append(39, Map.of("total_loss", 1.5));
        Files.writeString(dir.resolve("metrics.jsonl"), "{\"iteration\": 59, \"tot", StandardOpenOption.APPEND);
        assertThat(metrics.read())
                .containsExactly(
                        new Metrics.Line(19, Map.of("total_loss", 2.5)),
                        new Metrics.Line(39, Map.of("total_loss", 1.5)));
        metrics.truncate(30);
        assertThat(metrics.read()).extracting(Metrics.Line::iteration).containsExactly(19L);
        metrics.truncate(0);
        assertThat(metrics.read()).isEmpty();
    }

    @Test
    void aRecordWithoutRoomIsNoRecord() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        try (GrowingFile file = new GrowingFile(full)) {
            assertThatThrownBy(() -> file.append(new byte[10]))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("/dev/full: cannot be written");
        }
    }

    @Test
    void filesGrowByWholeRecords() throws IOException {
        Path path = dir.resolve("grown");
        for (String record : List.of("one", "two")) {
            try (GrowingFile file = new GrowingFile(path)) {
                file.append(record.getBytes(StandardCharsets.UTF_8));
                file.append(new byte[] {'\n'});
            }
        }
        assertThat(path).hasContent("one\ntwo\n");
    }

    /** An event of type session log, status start, at the step. */
    @Test
    void aRunThatGoesOnStartsASession() throws IOException {
        new TensorBoardWriter(dir, 5, 3).close();
        byte[] bytes = Files.readAllBytes(dir.resolve("events.out.tfevents.0000000005.mvit"));
        assertThat(HexFormat.of().formatHex(bytes)).contains("10033a020801");
    }

    @Test
    void aRunWithoutCheckpointGoesOnFromItsOwnWeightsAlone() throws IOException {
        try (RunDirectory run = RunDirectory.open(dir.resolve("run"), false)) {
            run.requireSameStart(Path.of("a.pth"));
            run.describe("", Map.of("weights", "a.pth"));
            run.requireSameStart(Path.of("a.pth"));
            assertThatThrownBy(() -> run.requireSameStart(null))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("its weights were a.pth, now none");
        }
    }

    @Test
    void curvesAreDrawn() throws IOException {
        Curves.write(
                dir,
                List.of(
                        new Metrics.Line(0, Map.of("total_loss", 3.0, "loss_cls", 1.0, "lr", 0.1)),
                        new Metrics.Line(20, Map.of("total_loss", 2.0, "loss_cls", 0.5, "lr", 0.2))));
        assertThat(dir.resolve("losses.png")).isNotEmptyFile();
        assertThat(dir.resolve("learning_rate.png")).isNotEmptyFile();
        assertThat(dir.resolve("ap.png")).doesNotExist();
    }

    @Test
    void aRunThatWasRefusedLeavesNoFolder() throws IOException {
        Path run = dir.resolve("a/run");
        try (RunDirectory refused = RunDirectory.open(run, false)) {
            Files.createDirectories(refused.checkpoints());
        }
        assertThat(run).doesNotExist();
        Files.createDirectories(run);
        RunDirectory.open(run, false).close();
        assertThat(run).as("somebody else's").isDirectory();
        try (RunDirectory begun = RunDirectory.open(dir.resolve("begun"), false)) {
            begun.describe("model: {}", Map.of());
        }
        assertThat(dir.resolve("begun/config.yaml")).exists();
    }

    @Test
    void oneProcessPerRun() throws IOException {
        try (RunDirectory first = RunDirectory.open(dir.resolve("run"), false)) {
            assertThat(first.checkpoints().getParent()).isEqualTo(dir.resolve("run"));
            assertThatThrownBy(() -> RunDirectory.open(dir.resolve("run"), false))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("another process trains in this folder");
        }
    }

    @Test
    void anOldRunIsNotOverwritten() throws IOException {
        Files.createDirectories(dir.resolve("run/checkpoints/step-00000010"));
        assertThatThrownBy(() -> RunDirectory.open(dir.resolve("run"), false)).hasMessageContaining("--resume");
        RunDirectory.open(dir.resolve("run"), true).close();
    }

    @Test
    void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        Path file = Files.writeString(dir.resolve("taken"), "x");
        assertThatThrownBy(() -> RunDirectory.open(file, false)).hasMessageContaining("cannot be written");
    }

    @Test
    void halfACheckpointIsClearedAway() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("checkpoints"));
        Files.writeString(Files.createDirectories(folder.resolve(".writing-1")).resolve("model.safetensors"), "half");
        CheckpointStore store = new CheckpointStore(folder, 2, Map.of());
        assertThat(folder).isEmptyDirectory();
        assertThat(store.latest()).isEmpty();
    }

    @Test
    void optionsThatChangeWhatIsLearnedMustStayTheSame() {
        List<String> log = new ArrayList<>();
        RunOptions plain =
                RunOptions.of(dir).optSeed(3).optThreads(4).optMicroBatch(1).build();
        assertThat(plain.identity()).containsExactly(Map.entry("--seed", "3"));
        assertThat(plain.loading().skipped()).as("stops at a broken sample").isNull();
        RunOptions more = RunOptions.of(dir)
                .optAverageDecay(0.9)
                .optFrozen(List.of("head.", "blocks.0"))
                .optSkipBroken(true)
                .optLog(log::add)
                .build();
        assertThat(more.identity()).isEqualTo(Map.of("--seed", "0", "--ema", "0.9", "--freeze", "head. blocks.0"));
        Objects.requireNonNull(more.loading().skipped()).accept("7.png: truncated");
        assertThat(log).containsExactly("skipped 7.png: truncated");
    }
}
