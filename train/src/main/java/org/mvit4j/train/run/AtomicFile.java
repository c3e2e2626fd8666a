package org.mvit4j.train.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.mvit4j.nn.io.Draft;

/** Files and folders that appear whole or not at all, and stay after a power cut. */
public final class AtomicFile {

    private AtomicFile() {}

    static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file with the rights of an ordinary new one. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path temporary = Draft.file(file);
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            } catch (IOException e) {
                throw new IOException(file + ": cannot be written (" + e.getMessage() + "); make room for it", e);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(folder);
    }

    /** Makes a finished folder appear under its name; the name must be free. */
    static void publish(Path temporary, Path folder) throws IOException {
        sync(temporary);
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        sync(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
    }

    /** Removes a folder: first its name, so that no half of it can be seen. */
    static void remove(Path folder) throws IOException {
        Path hidden = folder.resolveSibling(".removed-" + folder.getFileName());
        if (Files.exists(folder)) {
            Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
        }
        delete(hidden);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    /** Names reach the disk with their folder; where folders cannot be opened there is nothing to do. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
