package org.mvit4j.maskrcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;

/** Comparison of float arrays with a tolerance relative to the largest expected magnitude. */
public final class Close {
    private Close() {}

    /** Asserts that no element differs by more than {@code tolerance × max(1, largest expected magnitude)}. */
    public static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double scale = 1;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < actual.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= tolerance * scale)) {
                throw new AssertionError("element " + i + " is " + actual[i] + ", expected " + expected[i] + " within "
                        + tolerance * scale);
            }
        }
    }

    /** As above, shape included. */
    public static void assertClose(NDArray actual, Golden expected, double tolerance) {
        if (expected.shape().size() > 0) {
            assertThat(actual.getShape()).isEqualTo(expected.shape());
        }
        assertClose(actual.toFloatArray(), expected.floats(), tolerance);
    }
}
