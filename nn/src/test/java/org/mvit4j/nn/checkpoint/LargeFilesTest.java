package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors larger than 2 GiB and tensors behind them, in files that are mostly holes. */
class LargeFilesTest {
    private static final int ROWS = 700_000;
    private static final int COLUMNS = 1024;
    private static final long HUGE = 4L * ROWS * COLUMNS; // 2.67 GiB

    @TempDir
    Path folder;

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static void checkTensors(Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StoredTensor huge = checkpoint.tensor("huge");
            assertThat(huge.shape()).containsExactly(ROWS, COLUMNS);
            FloatBuffer last = FloatBuffer.allocate(3);
            huge.readFloats(huge.elementCount() - 3, last);
            assertThat(last.array()).containsExactly(0, 5, 6);
            assertThat(checkpoint.tensor("behind").toFloats()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void pickle() throws IOException {
        Path file = folder.resolve("huge.pkl");
        PickleBytes head = new PickleBytes(4)
                .op('}')
                .text("model")
                .ops("}(")
                .text("huge")
                .arrayHead()
                .op(0x8E)
                .int64(HUGE);
        PickleBytes tail =
                new PickleBytes(4).arrayTail(ROWS, COLUMNS).text("behind").arrayHead();
        tail.op('B').int32(12).raw(floats(1, 2, 3)).arrayTail(3).ops("us.");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(head.toByteArray());
            out.seek(out.getFilePointer() + HUGE - 8);
            out.write(floats(5, 6));
            out.write(tail.toByteArray());
        }
        checkTensors(file);
    }

    @Test
    void safetensors() throws IOException {
        Map<String, long[]> schema = new LinkedHashMap<>();
        schema.put("huge", new long[] {ROWS, COLUMNS});
        schema.put("behind", new long[] {3});
        Path file = Schemas.writeZeros(folder.resolve("huge.safetensors"), schema);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length() - 20);
            out.write(floats(5, 6, 1, 2, 3));
        }
        checkTensors(file);
    }

    /** A zip64 archive: the storage is longer, and its neighbour starts later, than 32 bits can say. */
    @Test
    void torchZip() throws IOException {
        long storage = 4L << 30;
        PickleBytes pickle = new PickleBytes(2).ops("}(");
        tensor(pickle.text("huge"), "0", storage / 4, storage / 4 - (long) ROWS * COLUMNS, ROWS, COLUMNS);
        tensor(pickle.text("behind"), "1", 3, 0, 3, 1);
        byte[] data = pickle.ops("u.").toByteArray();
        Path file = folder.resolve("huge.pth");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer directory = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
            entry(out, directory, "a/data.pkl", data.length);
            out.write(data);
            entry(out, directory, "a/data/0", storage);
            out.seek(out.getFilePointer() + storage - 8);
            out.write(floats(5, 6));
            entry(out, directory, "a/data/1", 12);
            out.write(floats(1, 2, 3));
            long directoryStart = out.getFilePointer();
            long directoryEnd = directoryStart + directory.position();
            long size = directory.position();
            directory
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0);
            directory.putLong(3).putLong(3).putLong(size).putLong(directoryStart);
            directory.putInt(0x07064b50).putInt(0).putLong(directoryEnd).putInt(1);
            directory
                    .putInt(0x06054b50)
                    .putInt(0)
                    .putShort((short) 3)
                    .putShort((short) 3)
                    .putInt(-1)
                    .putInt(-1);
            directory.putShort((short) 0);
            out.write(directory.array(), 0, directory.position());
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.stateDict().size()).isEqualTo(2);
        }
        checkTensors(file);
    }

    private static void tensor(PickleBytes pickle, String key, long elements, long offset, int rows, int columns) {
        pickle.global("torch._utils", "_rebuild_tensor_v2").ops("((").text("storage");
        pickle.global("torch", "FloatStorage").text(key).text("cpu");
        pickle.op(0x8A).op(8).int64(elements).ops("tQ").op(0x8A).op(8).int64(offset);
        if (columns > 1) {
            pickle.integer(rows)
                    .integer(columns)
                    .ops("\u0086")
                    .integer(columns)
                    .integer(1)
                    .ops("\u0086");
        } else {
            pickle.integer(rows).ops("\u0085").integer(1).ops("\u0085");
        }
        pickle.ops("\u0089NtR");
    }

    /** Writes a local header at the file's end and a central one, with zip64 sizes and no checksum. */
    private static void entry(RandomAccessFile out, ByteBuffer directory, String name, long size) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        long start = out.getFilePointer();
        ByteBuffer local =
                ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN).putInt(0x04034b50);
        local.putShort(26, (short) text.length);
        out.write(local.array());
        out.write(text);
        directory
                .putInt(0x02014b50)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(-1)
                .putInt(-1);
        directory
                .putShort((short) text.length)
                .putShort((short) 28)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt(-1);
        directory
                .put(text)
                .putShort((short) 1)
                .putShort((short) 24)
                .putLong(size)
                .putLong(size)
                .putLong(start);
    }
}
