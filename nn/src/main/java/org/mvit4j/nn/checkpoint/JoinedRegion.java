package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.List;

/** Regions one behind the other, as if they were one. */
final class JoinedRegion extends ByteRegion {
    private final Object origin;
    private final List<ByteRegion> parts;
    private final long[] ends;

    JoinedRegion(Object origin, List<ByteRegion> parts) {
        this.origin = origin;
        this.parts = List.copyOf(parts);
        ends = new long[parts.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += parts.get(i).size();
            ends[i] = end;
        }
    }

    @Override
    Object origin() {
        return origin;
    }

    @Override
    long size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    @Override
    void read(long position, ByteBuffer target) {
        checkRange(position, target.remaining());
        int limit = target.limit();
        long at = position;
        for (int i = 0; i < ends.length && target.position() < limit; i++) {
            if (at < ends[i]) {
                ByteRegion part = parts.get(i);
                int count = (int) Math.min(limit - target.position(), ends[i] - at);
                target.limit(target.position() + count);
                part.read(at - (ends[i] - part.size()), target);
                target.limit(limit);
                at += count;
            }
        }
    }

    @Override
    ByteRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new SubRegion(this, offset, length);
    }

    @Override
    void verify() {
        parts.forEach(ByteRegion::verify);
    }
}
