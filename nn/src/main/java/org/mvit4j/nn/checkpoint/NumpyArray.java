package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A numpy array as its pickle describes it; the bytes stay in the file. */
final class NumpyArray {
    private long[] shape = {0};
    private boolean columnMajor;
    private @Nullable NumpyDtype dtype;
    private @Nullable ByteRegion bytes;

    /** State {@code (version, shape, dtype, is_fortran, bytes)} of protocols up to 4. */
    void setState(Object state, Object origin) {
        if (!(state instanceof List<?> parts) || parts.size() != 5) {
            throw PickleGlobal.badArguments(origin, "numpy.ndarray");
        }
        if (parts.get(4) instanceof List<?>) {
            throw new CheckpointException(
                    origin, "holds an array of Python objects", "store numbers only (float, int or bool arrays)");
        }
        set(parts.get(4), parts.get(2), parts.get(1), Boolean.TRUE.equals(parts.get(3)), origin);
    }

    /** {@code _frombuffer(bytes, dtype, shape, order)} of protocol 5. */
    static Object fromBuffer(List<?> arguments, Object origin) {
        if (arguments.size() != 4) {
            throw PickleGlobal.badArguments(origin, "numpy._frombuffer");
        }
        NumpyArray array = new NumpyArray();
        array.set(arguments.get(0), arguments.get(1), arguments.get(2), "F".equals(arguments.get(3)), origin);
        return array;
    }

    private void set(Object data, Object type, Object sizes, boolean fortran, Object origin) {
        if (!(type instanceof NumpyDtype numbers)) {
            throw PickleGlobal.badArguments(origin, "numpy.ndarray");
        }
        bytes = bytes(data, origin);
        dtype = numbers;
        shape = sizes instanceof Long size ? new long[] {size} : longs(sizes, origin, "numpy.ndarray");
        columnMajor = fortran;
        if (!Shape.fills(shape, numbers.type(), bytes.size())) {
            throw CheckpointException.damaged(
                    origin,
                    "an array of shape " + Shape.text(shape) + " and type " + numbers.type() + " comes with "
                            + bytes.size() + " bytes");
        }
    }

    private static ByteRegion bytes(Object data, Object origin) {
        if (data instanceof ByteRegion region) {
            return region;
        }
        if (data instanceof String text) { // an 8-bit string of Python 2
            return PickleGlobal.latin1Bytes(text, origin);
        }
        throw PickleGlobal.badArguments(origin, "numpy.ndarray");
    }

    static Object scalar(List<?> arguments, Object origin) {
        if (arguments.size() != 2 || !(arguments.get(0) instanceof NumpyDtype dtype)) {
            throw PickleGlobal.badArguments(origin, "numpy.scalar");
        }
        ByteRegion bytes = bytes(arguments.get(1), origin);
        if (bytes.size() != dtype.type().bytes()) {
            throw PickleGlobal.badArguments(origin, "numpy.scalar");
        }
        ByteBuffer value = ByteBuffer.allocate(8).order(dtype.order());
        bytes.read(0, value.limit(dtype.type().bytes()));
        value.clear();
        return switch (dtype.type()) {
            case F64 -> value.getDouble();
            case F32 -> (double) value.getFloat();
            case F16 -> (double) HalfFloat.fromF16(value.getShort());
            case I64, U64 -> value.getLong();
            case I32 -> (long) value.getInt();
            case U32 -> Integer.toUnsignedLong(value.getInt());
            case I16 -> (long) value.getShort();
            case U16 -> value.getShort() & 0xFFFFL;
            case I8 -> (long) value.get();
            case U8 -> value.get() & 0xFFL;
            case BOOL -> value.get() != 0;
            default -> throw PickleGlobal.badArguments(origin, "numpy.scalar");
        };
    }

    static long[] longs(Object value, Object origin, String function) {
        if (!(value instanceof List<?> items) || items.size() > 64) {
            throw PickleGlobal.badArguments(origin, function);
        }
        long[] longs = new long[items.size()];
        for (int i = 0; i < longs.length; i++) {
            if (!(items.get(i) instanceof Long number)) {
                throw PickleGlobal.badArguments(origin, function);
            }
            longs[i] = number;
        }
        return longs;
    }

    StoredTensor toTensor(String name, Object origin) {
        NumpyDtype numbers = dtype;
        ByteRegion region = bytes;
        if (numbers == null || region == null) {
            throw CheckpointException.damaged(origin, "array " + CheckpointException.quote(name) + " has no values");
        }
        ByteOrder order = numbers.order();
        return new StridedTensor(name, numbers.type(), shape, region, order, 0, Shape.strides(shape, columnMajor));
    }
}
