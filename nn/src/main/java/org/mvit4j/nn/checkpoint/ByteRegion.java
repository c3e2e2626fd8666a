package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Read-only bytes at random access, of any length, that need not be in memory. Safe for concurrent readers. */
abstract class ByteRegion {
    /** The file the bytes come from, for messages. */
    abstract Object origin();

    abstract long size();

    /** Fills the buffer's remaining space from {@code position}; the range must lie inside the region. */
    abstract void read(long position, ByteBuffer target);

    /** Part of this region; the range must lie inside. */
    abstract ByteRegion slice(long offset, long length);

    /** Checks, once, what the container promised about these bytes (a CRC); called before values are handed out. */
    void verify() {}

    final void checkRange(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw CheckpointException.damaged(
                    origin(), "bytes " + offset + "+" + length + " lie outside a region of " + size());
        }
    }

    /** The whole region in memory, if it has at most {@code limit} bytes. */
    final byte[] toArray(int limit) {
        if (size() > limit) {
            throw CheckpointException.damaged(
                    origin(), "a header or text of " + size() + " bytes exceeds the limit of " + limit);
        }
        byte[] bytes = new byte[(int) size()];
        read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    final String toText(int limit) {
        return new String(toArray(limit), StandardCharsets.UTF_8);
    }
}
