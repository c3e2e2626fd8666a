package org.mvit4j.data.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Chosen ranges of a byte array, read as one stream without copying them or caching on disk.
 *
 * <p>The readers of this package hand the JDK's codecs only the parts that carry samples, so that a hostile colour
 * profile, thumbnail or compressed comment never reaches them. The stream remembers whether a codec asked for more than
 * there is, which is how a truncated file shows where the codec itself would pad silently.
 */
final class SpliceImageInput extends ImageInputStreamImpl {

    private record Range(int offset, int length, long start) {}

    private static final int PATIENCE = 256;

    private final byte[] data;
    private final List<Range> ranges = new ArrayList<>();
    private long length;
    private int current;
    private int readsPastEnd;

    SpliceImageInput(byte[] data) {
        this.data = data;
    }

    static SpliceImageInput whole(byte[] data) {
        SpliceImageInput input = new SpliceImageInput(data);
        input.add(0, data.length);
        return input;
    }

    void add(int offset, int count) {
        if (count <= 0) {
            return;
        }
        Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && last.offset + last.length == offset) {
            ranges.set(ranges.size() - 1, new Range(last.offset, last.length + count, last.start));
        } else {
            ranges.add(new Range(offset, count, length));
        }
        length += count;
    }

    /** Whether a read went past the last byte. */
    boolean exhausted() {
        return readsPastEnd > 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (streamPos >= length) {
            return endOfData();
        }
        Range range = rangeAt(streamPos);
        return data[range.offset + (int) (streamPos++ - range.start)] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
        bitOffset = 0;
        if (count == 0) {
            return 0;
        }
        if (streamPos >= length) {
            return endOfData();
        }
        int done = 0;
        while (done < count && streamPos < length) {
            Range range = rangeAt(streamPos);
            int skip = (int) (streamPos - range.start);
            int part = Math.min(count - done, range.length - skip);
            System.arraycopy(data, range.offset + skip, to, offset + done, part);
            done += part;
            streamPos += part;
        }
        return done;
    }

    /** Some decoders take the end for zeros and read on for as long as the header told them to. */
    private int endOfData() throws IOException {
        if (++readsPastEnd > PATIENCE) {
            throw new IOException("the picture data ends too early");
        }
        return -1;
    }

    private Range rangeAt(long position) {
        Range range = ranges.get(current);
        while (position < range.start) {
            range = ranges.get(--current);
        }
        while (position >= range.start + range.length) {
            range = ranges.get(++current);
        }
        return range;
    }
}
