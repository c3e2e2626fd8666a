package org.mvit4j.nn.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.io.Draft;

/**
 * Writes safetensors files of any size: tensors are asked for their values one after the other, when their turn comes.
 * The file appears under its name only when it is complete. Equal input gives equal bytes: tensors stand in the order
 * they were added, wider element types first so that every tensor is aligned.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final int CHUNK_ELEMENTS = 1 << 16;

    /** Produces one tensor's elements: little-endian, row-major, exactly as many bytes as type and shape say. */
    @FunctionalInterface
    public interface TensorData {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private record Entry(String name, TensorType type, long[] shape, long bytes, TensorData data) {}

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A text for the header's {@code __metadata__}. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** @throws IllegalArgumentException on a name used twice or a shape that cannot be */
    public SafetensorsWriter add(String name, TensorType type, long[] shape, TensorData data) {
        long elements = Shape.elements(shape);
        if (elements < 0 || elements > Long.MAX_VALUE / 16 || name.equals("__metadata__")) {
            throw new IllegalArgumentException(
                    name + ": no tensor can be called so or have shape " + Shape.text(shape));
        }
        Entry entry = new Entry(name, type, shape.clone(), elements * type.bytes(), data);
        if (entries.put(name, entry) != null) {
            throw new IllegalArgumentException(name + " is added twice");
        }
        return this;
    }

    /**
     * Adds a tensor whose values come as one buffer (little-endian, from position to limit), made when its turn comes
     * and let go afterwards.
     */
    public SafetensorsWriter addBuffer(String name, TensorType type, long[] shape, Supplier<ByteBuffer> values) {
        return add(
                name, type, shape, channel -> writeFully(channel, values.get().duplicate()));
    }

    /** Adds a stored tensor as it is. */
    public SafetensorsWriter add(StoredTensor tensor) {
        return add(tensor, tensor.type());
    }

    /** Adds a stored tensor in another floating type; integers and booleans stay what they are. */
    public SafetensorsWriter add(StoredTensor tensor, TensorType floatType) {
        if (!floatType.isFloating() && floatType != tensor.type()) {
            throw new IllegalArgumentException(floatType + " is no floating type");
        }
        boolean converted = tensor.type().isFloating() && floatType != tensor.type();
        return add(
                tensor.name(),
                converted ? floatType : tensor.type(),
                tensor.shape(),
                converted ? channel -> convert(tensor, floatType, channel) : channel -> copy(tensor, channel));
    }

    private static void copy(StoredTensor tensor, WritableByteChannel channel) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_ELEMENTS * tensor.type().bytes());
        for (long at = 0; at < tensor.elementCount(); ) {
            int elements = (int) Math.min(CHUNK_ELEMENTS, tensor.elementCount() - at);
            tensor.read(at, chunk.clear().limit(elements * tensor.type().bytes()));
            writeFully(channel, chunk.flip());
            at += elements;
        }
    }

    private static void convert(StoredTensor tensor, TensorType type, WritableByteChannel channel) throws IOException {
        float[] values = new float[CHUNK_ELEMENTS];
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_ELEMENTS * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < tensor.elementCount(); ) {
            int elements = (int) Math.min(CHUNK_ELEMENTS, tensor.elementCount() - at);
            tensor.readFloats(at, values, 0, elements);
            chunk.clear();
            for (int i = 0; i < elements; i++) {
                switch (type) {
                    case F16 -> chunk.putShort(HalfFloat.toF16(values[i]));
                    case BF16 -> chunk.putShort(HalfFloat.toBf16(values[i]));
                    case F32 -> chunk.putFloat(values[i]);
                    default -> chunk.putDouble(values[i]);
                }
            }
            writeFully(channel, chunk.flip());
            at += elements;
        }
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Writes the file, replacing an older one at the end. On failure the older one stands and nothing new is left.
     *
     * @throws CheckpointException if the place cannot be written or a tensor yields another number of bytes
     */
    public void write(Path file) {
        write(file, bytes -> {});
    }

    /** As {@link #write(Path)}; {@code progress} is told after each tensor how many bytes were added. */
    public void write(Path file, LongConsumer progress) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CheckpointException(file, "lies in a folder that does not exist", "create the folder first");
        }
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(Comparator.comparingInt(entry -> -entry.type.bytes()));
        Path temporary = null;
        try {
            byte[] header = header(ordered);
            requireSpace(
                    file,
                    folder,
                    8L
                            + header.length
                            + ordered.stream().mapToLong(Entry::bytes).sum());
            temporary = Draft.file(target);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer length =
                        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
                writeFully(channel, length.flip());
                writeFully(channel, ByteBuffer.wrap(header));
                for (Entry entry : ordered) {
                    writeEntry(file, channel, entry);
                    progress.accept(entry.bytes);
                }
                channel.force(true);
            }
            move(temporary, target);
            temporary = null;
        } catch (IOException e) {
            throw new CheckpointException(
                    file, "cannot be written (" + e.getMessage() + ")", "check the folder's permissions and space", e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void writeEntry(Path file, FileChannel channel, Entry entry) throws IOException {
        long before = channel.position();
        entry.data.writeTo(channel);
        long written = channel.position() - before;
        if (written != entry.bytes) {
            throw new CheckpointException(
                    file,
                    "tensor " + entry.name + " gave " + written + " bytes, its type and shape say " + entry.bytes,
                    "correct its source");
        }
    }

    private byte[] header(List<Entry> ordered) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (Entry entry : ordered) {
                json.writeObjectFieldStart(entry.name);
                json.writeStringField("dtype", entry.type.name());
                json.writeFieldName("shape");
                json.writeArray(entry.shape, 0, entry.shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, offset + entry.bytes}, 0, 2);
                json.writeEndObject();
                offset += entry.bytes;
            }
            json.writeEndObject();
        }
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void requireSpace(Path file, Path folder, long bytes) throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (bytes > usable) {
            throw new CheckpointException(
                    file,
                    "needs " + bytes + " bytes and the disk has " + usable + " left",
                    "make room or choose another disk");
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @SuppressWarnings("EmptyCatch") // the failure that brought us here is the one to report
    private static void deleteQuietly(@Nullable Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                // a stray temporary file is all that is left
            }
        }
    }
}
