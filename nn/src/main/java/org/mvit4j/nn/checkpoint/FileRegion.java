package org.mvit4j.nn.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A range of an open file. Positional reads only, so that slices share the channel without state. */
final class FileRegion extends ByteRegion {
    private final Path file;
    private final FileChannel channel;
    private final long start;
    private final long size;

    FileRegion(Path file, FileChannel channel) throws IOException {
        this(file, channel, 0, channel.size());
    }

    private FileRegion(Path file, FileChannel channel, long start, long size) {
        this.file = file;
        this.channel = channel;
        this.start = start;
        this.size = size;
    }

    @Override
    Path origin() {
        return file;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    void read(long position, ByteBuffer target) {
        checkRange(position, target.remaining());
        long at = start + position;
        try {
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw CheckpointException.damaged(file, "became shorter while it was read");
                }
                at += read;
            }
        } catch (IOException e) {
            throw CheckpointException.unreadable(file, e);
        }
    }

    @Override
    FileRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new FileRegion(file, channel, start + offset, length);
    }
}
