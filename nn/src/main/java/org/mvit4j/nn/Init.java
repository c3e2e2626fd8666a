package org.mvit4j.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;

/** The initialisers of the reference models. */
public final class Init {

    /** All zeros. */
    public static final Initializer ZEROS = Initializer.ZEROS;

    /** All ones. */
    public static final Initializer ONES = Initializer.ONES;

    private Init() {}

    /** Normal with the given standard deviation. */
    public static Initializer normal(double std) {
        return (manager, shape, type) -> manager.randomNormal(0f, (float) std, shape, type);
    }

    /** Normal with the given standard deviation, values cut at the absolute bounds -2 and 2. */
    public static Initializer truncatedNormal(double std) {
        return (manager, shape, type) -> {
            var values = manager.randomNormal(0f, (float) std, shape, type);
            var cut = values.clip(-2f, 2f);
            values.close();
            return cut;
        };
    }

    /** Normal with standard deviation gain / sqrt(fan in), values cut at the absolute bounds -2 and 2. */
    public static Initializer fanIn(double gain) {
        return (manager, shape, type) ->
                truncatedNormal(gain / Math.sqrt(fanIn(shape))).initialize(manager, shape, type);
    }

    /** Uniform in plus or minus the bound. */
    public static Initializer uniform(double bound) {
        return (manager, shape, type) -> manager.randomUniform((float) -bound, (float) bound, shape, type);
    }

    /** Uniform in plus or minus 1/sqrt(fan in): PyTorch's default for convolutions, weight and bias. */
    public static Initializer uniformFanIn(long fanIn) {
        return uniform(1 / Math.sqrt(fanIn));
    }

    /** Uniform in plus or minus sqrt(3 / fan in): Caffe2's Xavier fill. */
    public static Initializer xavierFill(long fanIn) {
        return uniform(Math.sqrt(3.0 / fanIn));
    }

    /** Normal with standard deviation sqrt(2 / fan out): Kaiming (MSRA) fill. */
    public static Initializer msraFill(long fanOut) {
        return normal(Math.sqrt(2.0 / fanOut));
    }

    /** Returns the product of all dimensions but the first: the fan in of a convolution or linear weight. */
    public static long fanIn(Shape weight) {
        return weight.slice(1).size();
    }
}
