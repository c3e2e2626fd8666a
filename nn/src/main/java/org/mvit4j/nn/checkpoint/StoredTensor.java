package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A named tensor whose values are still in a checkpoint. Elements are read in row-major order whatever their order in
 * the file, any range at a time, so that no array of the tensor's size is ever needed. Safe for concurrent readers
 * until the checkpoint is closed.
 */
public abstract class StoredTensor {
    private static final int CHUNK_BYTES = 1 << 18;

    private final String name;
    private final TensorType type;
    private final long[] shape;
    private final long elementCount;

    StoredTensor(String name, TensorType type, long[] shape) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.elementCount = Shape.elements(shape);
    }

    /**
     * A float32 tensor whose values are computed when they are read, such as a filter inflated from a stored one.
     *
     * @param origin the file the values come from, for messages
     * @param values gives the values, row-major; called again when memory was short meanwhile
     */
    public static StoredTensor computed(Object origin, String name, long[] shape, Supplier<float[]> values) {
        return new ComputedTensor(origin, name, shape.clone(), values);
    }

    /** The file (or the earlier tensor) the values come from, for messages. */
    abstract Object origin();

    /** Fills {@code target} with little-endian elements; the range was checked. */
    abstract void readElements(long elementOffset, ByteBuffer target);

    /** The same values under another name. */
    abstract StoredTensor named(String newName);

    /** The same values in the same order, with another shape of as many elements. */
    abstract StoredTensor shaped(long... newShape);

    public final String name() {
        return name;
    }

    public final TensorType type() {
        return type;
    }

    /** Sizes per axis; empty for a scalar. */
    public final long[] shape() {
        return shape.clone();
    }

    /** The shape as text, such as {@code 96x3x7x7}. */
    public final String shapeText() {
        return Shape.text(shape);
    }

    public final long elementCount() {
        return elementCount;
    }

    public final long byteCount() {
        return elementCount * type.bytes();
    }

    /**
     * Reads raw elements, little-endian, row-major.
     *
     * @param elementOffset index of the first element
     * @param target is filled from its position to its limit, a whole number of elements
     */
    public final void read(long elementOffset, ByteBuffer target) {
        int elements = target.remaining() / type.bytes();
        if (target.remaining() % type.bytes() != 0) {
            throw new IllegalArgumentException(
                    name + ": " + target.remaining() + " bytes are no whole number of " + type + " elements");
        }
        Objects.checkFromIndexSize(elementOffset, elements, elementCount);
        if (elements > 0) {
            readElements(elementOffset, target);
        }
    }

    /**
     * Reads elements converted to float32 (exactly where float32 can hold them, to nearest otherwise).
     *
     * @param elementOffset row-major index of the first element
     * @param target is filled from its position to its limit
     */
    public final void readFloats(long elementOffset, FloatBuffer target) {
        Objects.checkFromIndexSize(elementOffset, target.remaining(), elementCount);
        int perChunk = Math.max(1, Math.min(target.remaining(), CHUNK_BYTES / type.bytes()));
        ByteBuffer chunk = ByteBuffer.allocate(perChunk * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = elementOffset; target.hasRemaining(); ) {
            int elements = Math.min(perChunk, target.remaining());
            chunk.clear().limit(elements * type.bytes());
            readElements(at, chunk);
            widen(chunk.flip(), elements, target);
            at += elements;
        }
    }

    /** Reads {@code length} elements converted to float32 into {@code target[offset..]}. */
    public final void readFloats(long elementOffset, float[] target, int offset, int length) {
        readFloats(elementOffset, FloatBuffer.wrap(target, offset, length));
    }

    /** All values as float32, for tensors that fit one array. */
    public final float[] toFloats() {
        if (elementCount > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(name + " has " + elementCount + " elements: read it in slices");
        }
        float[] values = new float[(int) elementCount];
        readFloats(0, values, 0, values.length);
        return values;
    }

    private void widen(ByteBuffer chunk, int elements, FloatBuffer target) {
        switch (type) {
            case F32 -> target.put(chunk.asFloatBuffer());
            case F64 -> {
                for (int i = 0; i < elements; i++) {
                    target.put((float) chunk.getDouble());
                }
            }
            case F16 -> {
                for (int i = 0; i < elements; i++) {
                    target.put(HalfFloat.fromF16(chunk.getShort()));
                }
            }
            case BF16 -> {
                for (int i = 0; i < elements; i++) {
                    target.put(HalfFloat.fromBf16(chunk.getShort()));
                }
            }
            case I64 -> {
                for (int i = 0; i < elements; i++) {
                    target.put((float) chunk.getLong());
                }
            }
            case I32 -> {
                for (int i = 0; i < elements; i++) {
                    target.put((float) chunk.getInt());
                }
            }
            case U32 -> {
                for (int i = 0; i < elements; i++) {
                    target.put((float) Integer.toUnsignedLong(chunk.getInt()));
                }
            }
            case I16 -> {
                for (int i = 0; i < elements; i++) {
                    target.put(chunk.getShort());
                }
            }
            case U16 -> {
                for (int i = 0; i < elements; i++) {
                    target.put(chunk.getShort() & 0xFFFF);
                }
            }
            case I8 -> {
                for (int i = 0; i < elements; i++) {
                    target.put(chunk.get());
                }
            }
            case U8 -> {
                for (int i = 0; i < elements; i++) {
                    target.put(chunk.get() & 0xFF);
                }
            }
            case BOOL -> {
                for (int i = 0; i < elements; i++) {
                    target.put(chunk.get() == 0 ? 0 : 1);
                }
            }
            case U64, F8_E4M3, F8_E5M2, C64 ->
                throw new CheckpointException(
                        origin(),
                        name + " is " + type + ", which float32 cannot stand for",
                        "convert it at its source");
        }
    }

    @Override
    public final String toString() {
        return name + ' ' + type + ' ' + shapeText();
    }
}
