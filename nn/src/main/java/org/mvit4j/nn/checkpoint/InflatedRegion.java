package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A deflated zip entry, inflated as it is read and never held: reading forward continues, reading back starts over.
 * torch does not write such entries, but tools that repack archives do.
 */
final class InflatedRegion extends ZipEntryRegion {
    private static final int BUFFER = 1 << 16;

    private final ByteRegion deflated;
    private final long size;
    private @Nullable Stream stream;

    InflatedRegion(ByteRegion deflated, String name, long size, long crc) {
        super(name, crc, false, BUFFER);
        this.deflated = deflated;
        this.size = size;
    }

    @Override
    Object origin() {
        return deflated.origin();
    }

    @Override
    long size() {
        return size;
    }

    @Override
    synchronized void read(long from, ByteBuffer target) {
        checkRange(from, target.remaining());
        Stream current = stream;
        if (current == null || from < current.position) {
            close();
            current = new Stream();
            stream = current;
        }
        ByteBuffer skipped = ByteBuffer.allocate((int) Math.min(BUFFER, from - current.position));
        while (current.position < from) {
            current.inflate(skipped.clear().limit((int) Math.min(BUFFER, from - current.position)));
        }
        current.inflate(target);
        if (current.position == size) {
            close();
        }
    }

    private void close() {
        Stream current = stream;
        if (current != null) {
            current.inflater.end();
            stream = null;
        }
    }

    /** Inflation under way. */
    private final class Stream {
        private final Inflater inflater = new Inflater(true);
        private final ByteBuffer source =
                ByteBuffer.allocate((int) Math.min(BUFFER, deflated.size())).limit(0);
        private long sourceAt;
        private long position;

        void inflate(ByteBuffer target) {
            try {
                while (target.hasRemaining()) {
                    if (inflater.needsInput()) {
                        refill();
                    }
                    int produced = inflater.inflate(target);
                    position += produced;
                    if (produced == 0 && (inflater.finished() || inflater.needsDictionary())) {
                        throw shorter();
                    }
                }
            } catch (DataFormatException e) {
                throw CheckpointException.damaged(origin(), "entry " + name + " is not valid deflate data");
            }
        }

        private void refill() {
            if (sourceAt == deflated.size()) {
                throw shorter();
            }
            source.clear().limit((int) Math.min(source.capacity(), deflated.size() - sourceAt));
            deflated.read(sourceAt, source);
            sourceAt += source.limit();
            inflater.setInput(source.flip());
        }

        private CheckpointException shorter() {
            return CheckpointException.damaged(origin(), "entry " + name + " inflates to less than it announces");
        }
    }
}
