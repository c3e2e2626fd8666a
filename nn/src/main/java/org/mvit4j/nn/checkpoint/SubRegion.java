package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;

/** A range of another region. */
final class SubRegion extends ByteRegion {
    private final ByteRegion whole;
    private final long start;
    private final long size;

    SubRegion(ByteRegion whole, long start, long size) {
        this.whole = whole;
        this.start = start;
        this.size = size;
    }

    @Override
    Object origin() {
        return whole.origin();
    }

    @Override
    long size() {
        return size;
    }

    @Override
    void read(long position, ByteBuffer target) {
        checkRange(position, target.remaining());
        whole.read(start + position, target);
    }

    @Override
    ByteRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new SubRegion(whole, start + offset, length);
    }

    @Override
    void verify() {
        whole.verify();
    }
}
