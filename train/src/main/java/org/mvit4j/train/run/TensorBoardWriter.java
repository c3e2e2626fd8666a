package org.mvit4j.train.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Scalars as a TensorBoard event file: TFRecord framing around hand-encoded {@code Event} messages ({@code wall_time} 1,
 * {@code step} 2, {@code file_version} 3, {@code summary} 5, {@code session_log} 7; a summary's values have {@code tag} 1
 * and {@code simple_value} 2). A session log with {@code status} 1, start, makes the reader forget what an earlier
 * process wrote of later steps.
 */
public final class TensorBoardWriter implements AutoCloseable {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final GrowingFile out;

    /**
     * Starts a file in the folder; its name carries the time in seconds.
     *
     * @param step that the process goes on at, 0 for a new run
     */
    public TensorBoardWriter(Path folder, double wallSeconds, long step) throws IOException {
        Path file = folder.resolve("events.out.tfevents.%010d.mvit".formatted((long) wallSeconds));
        out = new GrowingFile(file);
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        fixed64(event, 1, Double.doubleToLongBits(wallSeconds));
        bytes(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        record(event.toByteArray());
        if (step > 0) {
            ByteArrayOutputStream started = event(wallSeconds, step);
            bytes(started, 7, new byte[] {1 << 3 | VARINT, 1});
            record(started.toByteArray());
        }
    }

    private static ByteArrayOutputStream event(double wallSeconds, long step) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        fixed64(event, 1, Double.doubleToLongBits(wallSeconds));
        event.write(2 << 3 | VARINT);
        varint(event, step);
        return event;
    }

    /** Adds scalars of one step. */
    public void write(double wallSeconds, long step, Map<String, Double> scalars) throws IOException {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        for (Map.Entry<String, Double> scalar : scalars.entrySet()) {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            bytes(value, 1, scalar.getKey().getBytes(StandardCharsets.UTF_8));
            fixed32(value, 2, Float.floatToIntBits(scalar.getValue().floatValue()));
            bytes(summary, 1, value.toByteArray());
        }
        ByteArrayOutputStream event = event(wallSeconds, step);
        bytes(event, 5, summary.toByteArray());
        record(event.toByteArray());
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            to.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }

    private static void bytes(ByteArrayOutputStream to, int field, byte[] value) {
        to.write(field << 3 | BYTES);
        varint(to, value.length);
        to.write(value, 0, value.length);
    }

    private static void fixed64(ByteArrayOutputStream to, int field, long bits) {
        to.write(field << 3 | FIXED64);
        to.writeBytes(little(8).putLong(bits).array());
    }

    private static void fixed32(ByteArrayOutputStream to, int field, int bits) {
        to.write(field << 3 | FIXED32);
        to.writeBytes(little(4).putInt(bits).array());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Length, masked checksum of the length, data, masked checksum of the data. */
    private void record(byte[] data) throws IOException {
        byte[] length = little(8).putLong(data.length).array();
        out.append(little(length.length + 4 + data.length + 4)
                .put(length)
                .putInt(checksum(length))
                .put(data)
                .putInt(checksum(data))
                .array());
    }

    static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, 15) + 0xa282ead8;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
