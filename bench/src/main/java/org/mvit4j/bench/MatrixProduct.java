package org.mvit4j.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.mvit4j.nn.Torch;

/** The unit of the benchmarks: one 4096 x 4096 x 4096 float32 matrix product of the engine. */
final class MatrixProduct {

    private MatrixProduct() {}

    /** Returns the seconds of the best of three. */
    static double seconds() {
        try (NDManager manager = Torch.newManager()) {
            Shape square = new Shape(4096, 4096);
            NDArray a = manager.randomNormal(square);
            NDArray b = manager.randomNormal(square);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                a.matMul(b).close();
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            return best;
        }
    }

    /** The product's time and speed, in a line. */
    static String line(double seconds) {
        return String.format(
                Locale.ROOT,
                "matrix product 4096^3: %.3f s, %.0f GFLOP/s",
                seconds,
                2 * Math.pow(4096, 3) / seconds / 1e9);
    }
}
