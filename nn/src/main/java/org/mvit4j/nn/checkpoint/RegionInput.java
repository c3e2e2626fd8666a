package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Forward reading of a region with a small buffer; long payloads are skipped and returned as regions. */
final class RegionInput {
    private final ByteRegion bytes;
    private final String format;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 15).order(ByteOrder.LITTLE_ENDIAN);
    private long bufferEnd;

    /** @param format what the bytes should be, for messages: {@code pickle} */
    RegionInput(ByteRegion bytes, String format) {
        this.bytes = bytes;
        this.format = format;
        buffer.limit(0);
    }

    Object origin() {
        return bytes.origin();
    }

    long position() {
        return bufferEnd - buffer.remaining();
    }

    long remaining() {
        return bytes.size() - position();
    }

    private ByteBuffer require(int count) {
        if (buffer.remaining() < count) {
            requireRemaining(count);
            long position = position();
            buffer.compact();
            long more = Math.min(buffer.remaining(), bytes.size() - position - buffer.position());
            buffer.limit(buffer.position() + (int) more);
            bytes.read(position + buffer.position(), buffer);
            buffer.flip();
            bufferEnd = position + buffer.limit();
        }
        return buffer;
    }

    private void requireRemaining(long count) {
        if (count < 0 || count > remaining()) {
            throw CheckpointException.damaged(
                    origin(),
                    "ends within its " + format + ": " + count + " bytes announced, " + remaining() + " left");
        }
    }

    int readByte() {
        return require(1).get() & 0xFF;
    }

    int readShort() {
        return require(2).getShort() & 0xFFFF;
    }

    int readInt() {
        return require(4).getInt();
    }

    long readLong() {
        return require(8).getLong();
    }

    double readBigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(readLong()));
    }

    /** Bytes for immediate use; the caller has bounded {@code count}. */
    byte[] readBytes(int count) {
        requireRemaining(count);
        byte[] result = new byte[count];
        for (int at = 0; at < count; ) {
            int step = Math.min(count - at, buffer.capacity());
            require(step).get(result, at, step);
            at += step;
        }
        return result;
    }

    /** The next {@code count} bytes, left where they are. */
    ByteRegion skip(long count) {
        requireRemaining(count);
        long start = position();
        if (count <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) count);
        } else {
            bufferEnd = start + count;
            buffer.limit(0).position(0);
        }
        return bytes.slice(start, count);
    }

    String readLine() {
        StringBuilder line = new StringBuilder();
        for (int b = readByte(); b != '\n'; b = readByte()) {
            line.append((char) b);
            if (line.length() > 200) {
                throw CheckpointException.damaged(origin(), "a name in its " + format + " has no end");
            }
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
