package org.mvit4j.nn.checkpoint;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A float32 tensor computed when it is read. */
final class ComputedTensor extends StoredTensor {
    private final Object origin;
    private final Supplier<float[]> values;
    private volatile @Nullable SoftReference<float[]> held;

    ComputedTensor(Object origin, String name, long[] shape, Supplier<float[]> values) {
        super(name, TensorType.F32, shape);
        this.origin = origin;
        this.values = values;
    }

    @Override
    Object origin() {
        return origin;
    }

    @Override
    void readElements(long elementOffset, ByteBuffer target) {
        SoftReference<float[]> reference = held;
        float[] computed = reference == null ? null : reference.get();
        if (computed == null) {
            computed = values.get();
            held = new SoftReference<>(computed);
        }
        int count = target.remaining() / Float.BYTES;
        target.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(computed, (int) elementOffset, count);
        target.position(target.limit());
    }

    @Override
    StoredTensor named(String newName) {
        return new ComputedTensor(origin, newName, shape(), values);
    }

    @Override
    StoredTensor shaped(long... newShape) {
        return new ComputedTensor(origin, name(), newShape, values);
    }
}
