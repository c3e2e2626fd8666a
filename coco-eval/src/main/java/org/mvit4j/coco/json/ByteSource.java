package org.mvit4j.coco.json;

/** Random access to the bytes of one JSON document. Safe for use by many threads. */
public interface ByteSource {
    /** The file, or a name for the data in memory, for messages. */
    String name();

    /** Number of bytes. */
    long size();

    /**
     * Copies up to {@code length} bytes from {@code position}; returns how many, 0 at or beyond the end.
     */
    int read(long position, byte[] target, int offset, int length);
}
