package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that a protocol-2 pickle spells as a UTF-8 text of the characters U+0000 to U+00FF, decoded on the way. One
 * pass over the text checks it and notes how many characters are complete before every 64 KiB of it; reads then begin
 * nearby.
 */
final class Latin1Region extends ByteRegion {
    private static final int BLOCK = 1 << 16;

    private final ByteRegion text;
    private final long[] completeBefore;
    private final long size;

    Latin1Region(ByteRegion text) {
        this.text = text;
        this.completeBefore = new long[(int) Math.min(Integer.MAX_VALUE - 8, text.size() / BLOCK + 1)];
        byte[] block = new byte[(int) Math.min(BLOCK, text.size())];
        long complete = 0;
        int last = 0;
        for (int i = 0; (long) i * BLOCK < text.size(); i++) {
            completeBefore[i] = complete;
            int length = load(i, block);
            int characters = check(block, length, last);
            if (characters < 0) {
                throw notLatin1();
            }
            complete += characters;
            last = block[length - 1];
        }
        if (isLead(last) != 0) {
            throw notLatin1();
        }
        this.size = complete;
    }

    private int load(int block, byte[] target) {
        long start = (long) block * BLOCK;
        int length = (int) Math.min(target.length, text.size() - start);
        text.read(start, ByteBuffer.wrap(target, 0, length));
        return length;
    }

    // Half of all weight bytes are two-byte characters, in no order a processor could guess: hence no branches below.

    /** 1 for the first byte of a character from U+0080 to U+00FF, else 0. */
    private static int isLead(int b) {
        return ((b & 0xFE ^ 0xC2) - 1) >>> 31;
    }

    /** 1 for the second byte of a character, else 0. */
    private static int isContinuation(int b) {
        return ((b & 0xC0 ^ 0x80) - 1) >>> 31;
    }

    /** Characters completed in a block behind the byte {@code last}, or -1 if it is not what we expect. */
    private static int check(byte[] block, int length, int last) {
        int leads = 0;
        int bad = 0;
        int previousLead = isLead(last);
        for (int i = 0; i < length; i++) {
            int b = block[i];
            int lead = isLead(b);
            int continuation = isContinuation(b);
            bad |= continuation ^ previousLead | b >>> 31 ^ (lead | continuation);
            leads += lead;
            previousLead = lead;
        }
        return bad == 0 ? length - leads : -1;
    }

    private static int decode(byte[] source, int length, int last, byte[] decoded) {
        int count = 0;
        int previous = last;
        for (int i = 0; i < length; i++) {
            int b = source[i];
            int joined = (previous & 3) << 6 | b & 0x3F;
            decoded[count] = (byte) (b ^ (b ^ joined) & -isContinuation(b));
            count += 1 - isLead(b);
            previous = b;
        }
        return count;
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
        int found = Arrays.binarySearch(completeBefore, 0, blocks(), position);
        int block = found >= 0 ? found : -found - 2;
        int skip = (int) (position - completeBefore[block]);
        byte[] source = new byte[(int) Math.min(BLOCK, text.size())];
        byte[] decoded = new byte[source.length + 1];
        int last = 0;
        if (block > 0) {
            ByteBuffer before = ByteBuffer.allocate(1);
            text.read((long) block * BLOCK - 1, before);
            last = before.get(0);
        }
        for (; target.hasRemaining(); block++) {
            int length = load(block, source);
            int count = decode(source, length, last, decoded);
            last = source[length - 1];
            int wanted = Math.min(Math.max(0, count - skip), target.remaining());
            target.put(decoded, Math.min(skip, count), wanted);
            skip = Math.max(0, skip - count);
        }
    }

    private int blocks() {
        return (int) ((text.size() + BLOCK - 1) / BLOCK);
    }

    @Override
    ByteRegion slice(long offset, long length) {
        checkRange(offset, length);
        return new SubRegion(this, offset, length);
    }

    private CheckpointException notLatin1() {
        return CheckpointException.damaged(origin(), "an array's latin1 text holds something that is not a byte");
    }
}
