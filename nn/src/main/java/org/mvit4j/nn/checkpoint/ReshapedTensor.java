package org.mvit4j.nn.checkpoint;

import java.nio.ByteBuffer;

/** Another tensor's elements, in their order, under another shape or name. */
final class ReshapedTensor extends StoredTensor {
    private final StoredTensor values;

    ReshapedTensor(StoredTensor values, String name, long[] shape) {
        super(name, values.type(), shape);
        this.values = values;
    }

    @Override
    Object origin() {
        return values.origin();
    }

    @Override
    void readElements(long elementOffset, ByteBuffer target) {
        values.readElements(elementOffset, target);
    }

    @Override
    StoredTensor named(String newName) {
        return new ReshapedTensor(values, newName, shape());
    }

    @Override
    StoredTensor shaped(long... newShape) {
        return new ReshapedTensor(values, name(), newShape);
    }
}
