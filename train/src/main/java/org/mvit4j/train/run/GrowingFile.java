package org.mvit4j.train.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of records that grows at its end: a record is there whole, or not at all where the disk is full. */
final class GrowingFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    /** Opens the file, or makes it. */
    GrowingFile(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.position(channel.size());
    }

    void append(byte[] record) throws IOException {
        long before = channel.position();
        ByteBuffer bytes = ByteBuffer.wrap(record);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            IOException failure =
                    new IOException(file + ": cannot be written (" + e.getMessage() + "); make room for it", e);
            try {
                channel.truncate(before);
            } catch (IOException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
