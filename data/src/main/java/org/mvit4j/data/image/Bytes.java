package org.mvit4j.data.image;

import java.io.EOFException;
import java.io.IOException;

/** Integers of a header in either byte order; reading past the end is an {@link EOFException}, not an index error. */
record Bytes(byte[] data) {

    int length() {
        return data.length;
    }

    int u8(long at) throws IOException {
        if (at < 0 || at >= data.length) {
            throw new EOFException("the file ends inside its header");
        }
        return data[(int) at] & 0xff;
    }

    int u16be(long at) throws IOException {
        return u8(at) << 8 | u8(at + 1);
    }

    int u16le(long at) throws IOException {
        return u8(at) | u8(at + 1) << 8;
    }

    int i32be(long at) throws IOException {
        return u16be(at) << 16 | u16be(at + 2);
    }

    int i32le(long at) throws IOException {
        return u16le(at) | u16le(at + 2) << 16;
    }

    long u32be(long at) throws IOException {
        return i32be(at) & 0xffff_ffffL;
    }

    long u32le(long at) throws IOException {
        return i32le(at) & 0xffff_ffffL;
    }

    /** A size field that must be positive and fit a Java array index. */
    static int side(long value, String name) throws IOException {
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IOException("the header says " + name + " " + value);
        }
        return (int) value;
    }
}
