package org.mvit4j.nn.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pickle written opcode by opcode. */
final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleBytes(int protocol) {
        op(0x80).op(protocol);
    }

    PickleBytes op(int opcode) {
        bytes.write(opcode);
        return this;
    }

    PickleBytes ops(String opcodes) {
        opcodes.chars().forEach(bytes::write);
        return this;
    }

    PickleBytes int32(long value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }

    PickleBytes int64(long value) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    PickleBytes raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').int32(utf8.length).raw(utf8);
    }

    PickleBytes integer(int value) {
        return op('J').int32(value);
    }

    PickleBytes global(String module, String name) {
        return op('c').raw((module + '\n' + name + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** {@code dtype('f4')}, little-endian. */
    PickleBytes float32() {
        return global("numpy", "dtype").text("f4").ops("\u0089\u0088\u0087R");
    }

    /** {@code _frombuffer(bytes of this length, f4, shape, 'C')}; the bytes must follow through {@code payload}. */
    PickleBytes arrayHead() {
        return global("numpy._core.numeric", "_frombuffer").op('(');
    }

    PickleBytes arrayTail(int... shape) {
        float32().op('(');
        for (int size : shape) {
            integer(size);
        }
        return op('t').text("C").ops("tR");
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    Path write(Path file) {
        try {
            return Files.write(file, toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
