package org.mvit4j.nn.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Arithmetic on tensor shapes that notices overflow. */
final class Shape {
    private Shape() {}

    /** Number of elements; 1 for a scalar. Returns -1 when a dimension is negative or the product overflows. */
    static long elements(long[] shape) {
        long product = 1;
        boolean empty = false;
        for (long dimension : shape) {
            if (dimension < 0) {
                return -1;
            }
            empty |= dimension == 0;
        }
        if (empty) {
            return 0;
        }
        for (long dimension : shape) {
            if (Math.multiplyHigh(product, dimension) != 0 || product * dimension < 0) {
                return -1;
            }
            product *= dimension;
        }
        return product;
    }

    /** Whether so many bytes are exactly the elements of this shape. */
    static boolean fills(long[] shape, TensorType type, long byteCount) {
        long elements = elements(shape);
        return elements >= 0 && elements <= Long.MAX_VALUE / 16 && elements * type.bytes() == byteCount;
    }

    /** Strides, in elements, of a row-major (or column-major) array of this shape. */
    static long[] strides(long[] shape, boolean columnMajor) {
        long[] strides = new long[shape.length];
        long next = 1;
        for (int k = 0; k < shape.length; k++) {
            int axis = columnMajor ? k : shape.length - 1 - k;
            strides[axis] = next;
            next *= Math.max(1, shape[axis]);
        }
        return strides;
    }

    /** As people write it: {@code 96x3x7x7}, {@code scalar}. */
    static String text(long[] shape) {
        return shape.length == 0
                ? "scalar"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }
}
