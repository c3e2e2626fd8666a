package org.mvit4j.nn.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open checkpoint file: named tensors that are read on demand, and what its writer noted beside them.
 *
 * <p>Opening reads the structure only. Tensors read from the file until {@link #close}; any number of threads may read.
 */
public final class Checkpoint implements AutoCloseable {
    private static final int SNIFF = 512;

    private final Path file;
    private final FileChannel channel;
    private final CheckpointFormat format;
    private final CheckpointContents contents;

    private Checkpoint(Path file, FileChannel channel, CheckpointFormat format, CheckpointContents contents) {
        this.file = file;
        this.channel = channel;
        this.format = format;
        this.contents = contents;
    }

    /**
     * Opens a checkpoint, recognising its format by content.
     *
     * @throws CheckpointException if the file is missing, damaged, hostile or no checkpoint
     */
    public static Checkpoint open(Path file) {
        if (Files.isDirectory(file)) {
            throw new CheckpointException(file, "is a directory", "give the checkpoint file inside it");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file);
            Checkpoint checkpoint = read(file, channel);
            channel = null;
            return checkpoint;
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "does not exist", "check the path", e);
        } catch (IOException e) {
            throw CheckpointException.unreadable(file, e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static Checkpoint read(Path file, FileChannel channel) throws IOException {
        ByteRegion bytes = new FileRegion(file, channel);
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(SNIFF, bytes.size()));
        bytes.read(0, head);
        byte[] start = head.array();
        if (startsWith(start, 'P', 'K', 3, 4)) {
            CheckpointContents contents = PickleContents.of(TorchZipArchive.read(bytes), file);
            return new Checkpoint(file, channel, CheckpointFormat.TORCH_ZIP, contents);
        }
        boolean headed = start.length > 8 && start[8] == '{';
        if (headed && SafetensorsHeader.isPlausibleLength(bytes)) { // before pickles: a length may begin like one
            return new Checkpoint(file, channel, CheckpointFormat.SAFETENSORS, new SafetensorsHeader(bytes).contents());
        }
        if (start.length > 2 && start[0] == (byte) 0x80 && start[1] >= 0 && start[1] <= 5) {
            RegionInput input = new RegionInput(bytes, "pickle");
            PickleMachine machine = new PickleMachine(input, PickleMachine.noPersistentIds(file));
            Object root = machine.run();
            boolean legacy = TorchLegacyArchive.MAGIC.equals(root);
            return new Checkpoint(
                    file,
                    channel,
                    legacy ? CheckpointFormat.TORCH_LEGACY : CheckpointFormat.PICKLE,
                    PickleContents.of(legacy ? TorchLegacyArchive.read(input, machine) : root, file));
        }
        if (headed) {
            return new Checkpoint(file, channel, CheckpointFormat.SAFETENSORS, new SafetensorsHeader(bytes).contents());
        }
        if (FlaxTree.begins(start)) {
            return new Checkpoint(file, channel, CheckpointFormat.FLAX_MSGPACK, FlaxTree.read(bytes));
        }
        throw unrecognised(file, start);
    }

    private static CheckpointException unrecognised(Path file, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (start.length == 0) {
            return new CheckpointException(file, "is empty", "fetch it again");
        }
        if (text.startsWith("version https://git-lfs")) {
            return new CheckpointException(
                    file, "is a Git LFS pointer, not the weights", "fetch them with git lfs pull");
        }
        if (text.stripLeading().startsWith("<")) {
            return new CheckpointException(file, "is a web page, not weights", "fetch the address of the file itself");
        }
        if (text.length() > 262 && text.startsWith("ustar", 257) || startsWith(start, 0x1F, 0x8B)) {
            return new CheckpointException(file, "is a tar or gzip archive", "unpack it and give the file inside");
        }
        return new CheckpointException(
                file,
                "is none of detectron2 .pkl, torch .pth/.pyth, .safetensors and Flax msgpack",
                "give a checkpoint in one of these formats");
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[i] != (byte) prefix[i]) {
                return false;
            }
        }
        return true;
    }

    public Path file() {
        return file;
    }

    public CheckpointFormat format() {
        return format;
    }

    /** The entry that held the weights, such as {@code model} or {@code model_state}; empty for a bare state dict. */
    public String location() {
        return contents.location();
    }

    /** The weights by the names in the file (a {@code module.} before every name is left out). */
    public StateDict stateDict() {
        return contents.stateDict();
    }

    /** @throws CheckpointException if no tensor has this name */
    public StoredTensor tensor(String name) {
        return stateDict().tensor(name);
    }

    /** Scalars and texts beside the weights, such as {@code epoch}, {@code cfg}, {@code __author__}, {@code iteration}. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(contents.metadata()));
    }

    /** What else the file holds, described but not read, such as an optimizer's state. */
    public List<String> otherEntries() {
        return List.copyOf(contents.otherEntries());
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    @SuppressWarnings("EmptyCatch") // a read-only channel that fails to close loses nothing
    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing was written
            }
        }
    }
}
