package org.mvit4j.nn.checkpoint;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A small table in float32, computed from a stored one when it is read. */
final class ResampledTensor extends StoredTensor {
    private final StoredTensor source;
    private final UnaryOperator<float[]> change;
    private volatile @Nullable SoftReference<float[]> held;

    ResampledTensor(StoredTensor source, String name, long[] shape, UnaryOperator<float[]> change) {
        super(name, TensorType.F32, shape);
        this.source = source;
        this.change = change;
    }

    @Override
    Object origin() {
        return source.origin();
    }

    @Override
    void readElements(long elementOffset, ByteBuffer target) {
        SoftReference<float[]> reference = held;
        float[] values = reference == null ? null : reference.get();
        if (values == null) {
            values = change.apply(source.toFloats());
            held = new SoftReference<>(values);
        }
        int count = target.remaining() / Float.BYTES;
        target.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, (int) elementOffset, count);
        target.position(target.limit());
    }

    @Override
    StoredTensor named(String newName) {
        return new ResampledTensor(source, newName, shape(), change);
    }

    @Override
    StoredTensor shaped(long... newShape) {
        return new ResampledTensor(source, name(), newShape, change);
    }
}
