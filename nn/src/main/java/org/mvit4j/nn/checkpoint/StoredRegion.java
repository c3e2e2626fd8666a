package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A stored zip entry: read in place, and read through once, before its first values are used, to check its CRC-32. */
final class ChecksummedRegion extends ByteRegion {
    private static final int BUFFER = 1 << 18;

    private final ByteRegion bytes;
    private final String name;
    private final long crc;
    private boolean verified;

    ChecksummedRegion(ByteRegion bytes, String name, long crc) {
        this.bytes = bytes;
        this.name = name;
        this.crc = crc;
        this.verified = crc == 0; // torch with set_crc32_options(False) records none
    }

    @Override
    Object origin() {
        return bytes.origin();
    }

    @Override
    long size() {
        return bytes.size();
    }

    @Override
    void read(long position, ByteBuffer target) {
        bytes.read(position, target);
    }

    @Override
    ByteRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new SubRegion(this, offset, length);
    }

    @Override
    synchronized void verify() {
        if (verified) {
            return;
        }
        CRC32 sum = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, size()));
        for (long at = 0; at < size(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size() - at));
            bytes.read(at, buffer);
            sum.update(buffer.flip());
        }
        if (sum.getValue() != crc) {
            throw CheckpointException.damaged(origin(), "entry " + name + " fails its CRC-32");
        }
        verified = true;
    }
}
