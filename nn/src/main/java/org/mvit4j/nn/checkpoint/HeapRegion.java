package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;

/** A few bytes that are already in memory, such as an array inside a short pickled string. */
final class HeapRegion extends ByteRegion {
    private final Object origin;
    private final ByteBuffer bytes;

    HeapRegion(Object origin, byte[] bytes) {
        this(origin, ByteBuffer.wrap(bytes));
    }

    private HeapRegion(Object origin, ByteBuffer bytes) {
        this.origin = origin;
        this.bytes = bytes;
    }

    @Override
    Object origin() {
        return origin;
    }

    @Override
    long size() {
        return bytes.capacity();
    }

    @Override
    void read(long position, ByteBuffer target) {
        checkRange(position, target.remaining());
        target.put(bytes.slice((int) position, target.remaining()));
    }

    @Override
    HeapRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new HeapRegion(origin, bytes.slice((int) offset, (int) length));
    }
}
