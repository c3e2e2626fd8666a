package org.mvit4j.nn.checkpoint;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Elements at {@code offset + sum(index * stride)} of a byte region: numpy arrays, torch views, safetensors entries. */
final class StridedTensor extends StoredTensor {
    /** Spans up to this size are held while a transposed tensor is read; larger ones are read run by run. */
    private static final int HELD_SPAN = 256 << 20;

    private static final long FREE_EXPANSION = 1 << 24;

    private final ByteRegion bytes;
    private final ByteOrder order;
    private final long offset;
    private final long[] strides;
    private final long spanBytes;
    private final boolean dense;
    private volatile @Nullable SoftReference<byte[]> held;

    /**
     * @param offset first element, in elements
     * @param strides per axis, in elements, none negative
     */
    StridedTensor(
            String name,
            TensorType type,
            long[] shape,
            ByteRegion bytes,
            ByteOrder order,
            long offset,
            long[] strides) {
        super(name, type, shape);
        this.bytes = bytes;
        this.order = order;
        this.offset = offset;
        this.strides = strides;
        this.spanBytes = span(name, type, shape, bytes, offset, strides);
        this.dense = isDense(shape, strides);
    }

    /** Little-endian values that fill a region from its start, row-major. */
    static StridedTensor rowMajor(String name, TensorType type, long[] shape, ByteRegion bytes) {
        return new StridedTensor(name, type, shape, bytes, ByteOrder.LITTLE_ENDIAN, 0, Shape.strides(shape, false));
    }

    private static long span(
            String name, TensorType type, long[] shape, ByteRegion bytes, long offset, long[] strides) {
        long elements = Shape.elements(shape);
        if (elements < 0 || elements > Long.MAX_VALUE / 16 || strides.length != shape.length || offset < 0) {
            throw CheckpointException.damaged(bytes.origin(), "tensor " + name + " has an impossible shape or offset");
        }
        if (elements == 0) {
            return 0;
        }
        long capacity = bytes.size() / type.bytes();
        long last = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            long steps = shape[axis] - 1;
            if (strides[axis] < 0 || steps > 0 && strides[axis] > capacity / steps) {
                throw outside(name, type, shape, bytes);
            }
            last += steps * strides[axis];
            if (last > capacity) {
                throw outside(name, type, shape, bytes);
            }
        }
        if (offset > capacity - last - 1) {
            throw outside(name, type, shape, bytes);
        }
        if (elements > capacity && elements > FREE_EXPANSION) {
            throw CheckpointException.damaged(
                    bytes.origin(), "tensor " + name + " repeats a small storage " + elements + " times");
        }
        return (last + 1) * type.bytes();
    }

    private static CheckpointException outside(String name, TensorType type, long[] shape, ByteRegion bytes) {
        return CheckpointException.damaged(
                bytes.origin(),
                "tensor " + name + " (" + type + ' ' + Shape.text(shape) + ") reaches beyond its " + bytes.size()
                        + " stored bytes");
    }

    private static boolean isDense(long[] shape, long[] strides) {
        long expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != expected) {
                return false;
            }
            expected *= shape[axis];
        }
        return true;
    }

    @Override
    Object origin() {
        return bytes.origin();
    }

    @Override
    StridedTensor named(String newName) {
        return new StridedTensor(newName, type(), shape(), bytes, order, offset, strides);
    }

    @Override
    StoredTensor shaped(long... newShape) {
        if (dense) {
            return new StridedTensor(name(), type(), newShape, bytes, order, offset, Shape.strides(newShape, false));
        }
        return new ReshapedTensor(this, name(), newShape);
    }

    @Override
    void readElements(long elementOffset, ByteBuffer target) {
        bytes.verify();
        int start = target.position();
        if (dense) {
            bytes.read((offset + elementOffset) * type().bytes(), target);
        } else {
            gather(elementOffset, target);
        }
        if (order == ByteOrder.BIG_ENDIAN && type().wordBytes() > 1) {
            reverseWords(target, start, target.position(), type().wordBytes());
        }
    }

    private void gather(long elementOffset, ByteBuffer target) {
        int width = type().bytes();
        byte[] span = spanBytes <= HELD_SPAN ? heldSpan() : null;
        ByteBuffer element = ByteBuffer.allocate(width);
        long[] shape = shape();
        long[] index = new long[shape.length];
        long rest = elementOffset;
        long at = 0;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
            at += index[axis] * strides[axis];
        }
        while (target.hasRemaining()) {
            if (span != null) {
                target.put(span, (int) at * width, width);
            } else {
                bytes.read((offset + at) * width, element.clear());
                target.put(element.flip());
            }
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                at -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }

    private byte[] heldSpan() {
        SoftReference<byte[]> reference = held;
        byte[] span = reference == null ? null : reference.get();
        if (span == null) {
            span = new byte[(int) spanBytes];
            bytes.read(offset * type().bytes(), ByteBuffer.wrap(span));
            held = new SoftReference<>(span);
        }
        return span;
    }

    private static void reverseWords(ByteBuffer buffer, int from, int to, int width) {
        for (int word = from; word < to; word += width) {
            for (int low = word, high = word + width - 1; low < high; low++, high--) {
                byte swap = buffer.get(low);
                buffer.put(low, buffer.get(high));
                buffer.put(high, swap);
            }
        }
    }
}
