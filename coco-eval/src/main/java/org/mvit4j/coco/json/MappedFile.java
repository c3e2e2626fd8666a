package org.mvit4j.coco.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.mvit4j.coco.CocoFormatException;

/**
 * A file mapped into memory, in several mappings where it exceeds 1 GiB. The pages belong to the operating system's
 * cache; the mappings go when the last reader is collected. A file must not shrink while it is read.
 */
public final class MappedFile implements ByteSource {
    private static final int BITS = 30;

    private final String name;
    private final long size;
    private final ByteBuffer[] maps;

    private MappedFile(String name, long size, ByteBuffer[] maps) {
        this.name = name;
        this.size = size;
        this.maps = maps;
    }

    /** Maps {@code file}; a missing or unreadable file is a {@link CocoFormatException}. */
    public static MappedFile open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer[] maps = new ByteBuffer[(int) ((size + (1L << BITS) - 1) >>> BITS)];
            for (int i = 0; i < maps.length; i++) {
                long from = (long) i << BITS;
                maps[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(1L << BITS, size - from));
            }
            return new MappedFile(file.toString(), size, maps);
        } catch (NoSuchFileException e) {
            throw new CocoFormatException(file.toString(), -1, "", "no such file", "check the path");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int total = (int) Math.max(0, Math.min(length, size - position));
        int done = 0;
        try {
            while (done < total) {
                long at = position + done;
                int inside = (int) (at & ((1L << BITS) - 1));
                int count = (int) Math.min((1L << BITS) - inside, total - done);
                maps[(int) (at >>> BITS)].get(inside, target, offset + done, count);
                done += count;
            }
        } catch (InternalError e) {
            throw new CocoFormatException(name, -1, "", "the file shrank while it was read", "read it again");
        }
        return total;
    }
}
