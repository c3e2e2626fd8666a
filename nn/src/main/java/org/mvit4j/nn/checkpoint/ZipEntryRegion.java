package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A zip entry, read through once, before its first values are used, to check its CRC-32. */
abstract class ZipEntryRegion extends ByteRegion {

    final String name;
    private final long crc;
    private final int buffer;
    private boolean verified;

    /**
     * @param verified whether there is nothing to check
     * @param buffer bytes that are read at once
     */
    ZipEntryRegion(String name, long crc, boolean verified, int buffer) {
        this.name = name;
        this.crc = crc;
        this.verified = verified;
        this.buffer = buffer;
    }

    @Override
    final ByteRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new SubRegion(this, offset, length);
    }

    @Override
    final synchronized void verify() {
        if (verified) {
            return;
        }
        CRC32 sum = new CRC32();
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(buffer, size()));
        for (long at = 0; at < size(); at += part.limit()) {
            part.clear().limit((int) Math.min(part.capacity(), size() - at));
            read(at, part);
            sum.update(part.flip());
        }
        if (sum.getValue() != crc) {
            throw CheckpointException.damaged(origin(), "entry " + name + " fails its CRC-32");
        }
        verified = true;
    }
}
