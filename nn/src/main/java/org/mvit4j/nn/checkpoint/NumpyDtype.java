package org.mvit4j.nn.checkpoint;

import java.nio.ByteOrder;
import java.util.List;

/** A numpy dtype while its pickle is read: the type comes with the constructor, the byte order with the state. */
final class NumpyDtype {
    private final TensorType type;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private NumpyDtype(TensorType type) {
        this.type = type;
    }

    static NumpyDtype construct(List<?> arguments, Object origin) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof String code)) {
            throw PickleGlobal.badArguments(origin, "numpy.dtype");
        }
        boolean prefixed = !code.isEmpty() && "<>|=".indexOf(code.charAt(0)) >= 0;
        TensorType type = TensorType.ofNumpy(prefixed ? code.substring(1) : code);
        if (type == null) {
            throw new CheckpointException(
                    origin,
                    "holds an array of numpy dtype " + CheckpointException.quote(code),
                    "store numbers only (float, int or bool arrays)");
        }
        NumpyDtype dtype = new NumpyDtype(type);
        dtype.order = prefixed && code.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return dtype;
    }

    /** State {@code (version, order, subarray, names, fields, size, alignment, flags)}; plain numbers have no parts. */
    void setState(Object state, Object origin) {
        if (!(state instanceof List<?> parts) || parts.size() < 5 || !(parts.get(1) instanceof String code)) {
            throw PickleGlobal.badArguments(origin, "numpy.dtype");
        }
        for (Object part : parts.subList(2, 5)) {
            if (part != PickleMachine.NONE) {
                throw new CheckpointException(
                        origin, "holds an array of records", "store numbers only (float, int or bool arrays)");
            }
        }
        order = code.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    TensorType type() {
        return type;
    }

    ByteOrder order() {
        return order;
    }
}
