package org.mvit4j.coco.json;

import java.util.Arrays;

/** A growing byte string in memory, in blocks so that it may exceed 2 GiB. Appending is not thread-safe. */
public final class HeapBytes implements ByteSource {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private final String name;
    private byte[][] blocks = new byte[4][];
    private long size;

    /** An empty source called {@code name} in messages. */
    public HeapBytes(String name) {
        this.name = name;
    }

    /** A source holding {@code bytes}. */
    public HeapBytes(String name, byte[] bytes) {
        this(name);
        append(bytes, 0, bytes.length);
    }

    /** Appends a slice and returns the position of its first byte. */
    public long append(byte[] bytes, int offset, int length) {
        long start = size;
        int done = 0;
        while (done < length) {
            int block = (int) (size >>> BLOCK_BITS);
            int at = (int) (size & (BLOCK - 1));
            if (block == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * block);
            }
            int wanted = Math.min(BLOCK, at + length - done);
            if (at == 0) {
                blocks[block] = new byte[Math.max(wanted, Math.min(BLOCK, 4096))];
            } else if (blocks[block].length < wanted) {
                blocks[block] = Arrays.copyOf(blocks[block], Math.min(BLOCK, Math.max(wanted, 2 * at)));
            }
            int count = wanted - at;
            System.arraycopy(bytes, offset + done, blocks[block], at, count);
            done += count;
            size += count;
        }
        return start;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int total = (int) Math.max(0, Math.min(length, size - position));
        int done = 0;
        while (done < total) {
            int at = (int) ((position + done) & (BLOCK - 1));
            int count = Math.min(BLOCK - at, total - done);
            System.arraycopy(blocks[(int) ((position + done) >>> BLOCK_BITS)], at, target, offset + done, count);
            done += count;
        }
        return total;
    }
}
