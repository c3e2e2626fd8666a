package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that a protocol-2 pickle spells as a UTF-8 text of the characters U+0000 to U+00FF, decoded on the way. One
 * pass over the text counts the bytes and notes where every 64 Ki-th of them starts; reads then begin nearby.
 */
final class Latin1Region extends ByteRegion {
    private static final int BLOCK = 1 << 16;

    private final ByteRegion text;
    private final long[] blockStarts;
    private final long size;

    Latin1Region(ByteRegion text) {
        this.text = text;
        long[] starts = new long[(int) Math.min(1 << 20, text.size() / BLOCK + 1)];
        int blocks = 0;
        long count = 0;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BLOCK, text.size()));
        int pendingLead = 0;
        for (long at = 0; at < text.size(); ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), text.size() - at));
            text.read(at, buffer);
            byte[] bytes = buffer.array();
            int length = buffer.limit();
            for (int i = 0; i < length; i++) {
                int b = bytes[i] & 0xFF;
                if (pendingLead != 0) {
                    requireContinuation(b);
                    pendingLead = 0;
                    continue;
                }
                if (count % BLOCK == 0) {
                    if (blocks == starts.length) {
                        starts = Arrays.copyOf(starts, starts.length * 2);
                    }
                    starts[blocks++] = at + i;
                }
                count++;
                if (b >= 0x80) {
                    requireLead(b);
                    pendingLead = b;
                }
            }
            at += length;
        }
        if (pendingLead != 0) {
            throw notLatin1();
        }
        this.size = count;
        this.blockStarts = Arrays.copyOf(starts, blocks);
    }

    @Override
    Object origin() {
        return text.origin();
    }

    @Override
    long size() {
        return size;
    }

    @Override
    void read(long position, ByteBuffer target) {
        checkRange(position, target.remaining());
        if (!target.hasRemaining()) {
            return;
        }
        long at = blockStarts[(int) (position / BLOCK)];
        int skip = (int) (position % BLOCK);
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK).limit(0);
        while (target.hasRemaining()) {
            int b = next(buffer, at);
            at++;
            if (b >= 0x80) {
                b = (b & 3) << 6 | next(buffer, at) & 0x3F;
                at++;
            }
            if (skip > 0) {
                skip--;
            } else {
                target.put((byte) b);
            }
        }
    }

    private int next(ByteBuffer buffer, long at) {
        if (!buffer.hasRemaining()) {
            buffer.clear().limit((int) Math.min(BLOCK, text.size() - at));
            text.read(at, buffer);
            buffer.flip();
        }
        return buffer.get() & 0xFF;
    }

    @Override
    ByteRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new SubRegion(this, offset, length);
    }

    private void requireLead(int b) {
        if (b != 0xC2 && b != 0xC3) {
            throw notLatin1();
        }
    }

    private void requireContinuation(int b) {
        if (b >>> 6 != 2) {
            throw notLatin1();
        }
    }

    private CheckpointException notLatin1() {
        return CheckpointException.damaged(origin(), "an array's latin1 text holds something that is not a byte");
    }
}
