package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;

/** A stored zip entry, read in place. */
final class StoredRegion extends ZipEntryRegion {
    private static final int BUFFER = 1 << 18;

    private final ByteRegion bytes;

    StoredRegion(ByteRegion bytes, String name, long crc) {
        super(name, crc, crc == 0, BUFFER); // torch with set_crc32_options(False) records none
        this.bytes = bytes;
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
}
