package org.mvit4j.nn.checkpoint;

import java.util.List;

/** A view of a torch storage as {@code torch._utils._rebuild_tensor*} describes it; sizes are checked when it is named. */
record TorchTensor(TorchStorage storage, TensorType type, long offset, long[] shape, long[] strides) {
    /** {@code (storage, offset, size, stride, ...)} */
    static Object rebuild(List<?> arguments, Object origin) {
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof TorchStorage storage)
                || storage.type() == null
                || !(arguments.get(1) instanceof Long offset)) {
            throw PickleGlobal.badArguments(origin, "torch._utils._rebuild_tensor");
        }
        return rebuild(storage, storage.type(), offset, arguments, origin);
    }

    /** {@code (storage, offset, size, stride, requires_grad, hooks, dtype, ...)}: newer types on untyped storages. */
    static Object rebuildWithType(List<?> arguments, Object origin) {
        if (arguments.size() < 7
                || !(arguments.get(0) instanceof TorchStorage storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(6) instanceof PickleGlobal dtype)
                || dtype.type() == null) {
            throw PickleGlobal.badArguments(origin, "torch._utils._rebuild_tensor_v3");
        }
        return rebuild(storage, dtype.type(), offset, arguments, origin);
    }

    private static TorchTensor rebuild(
            TorchStorage storage, TensorType type, long offset, List<?> arguments, Object origin) {
        long[] shape = NumpyArray.longs(arguments.get(2), origin, "torch._utils._rebuild_tensor");
        long[] strides = NumpyArray.longs(arguments.get(3), origin, "torch._utils._rebuild_tensor");
        return new TorchTensor(storage, type, offset, shape, strides);
    }

    StoredTensor toTensor(String name, Object origin) {
        return storage.tensor(name, type, shape, offset, strides, origin);
    }
}
