package org.mvit4j.data.transform;

/** Interpolation kernels of Pillow, stretched by the scale when shrinking. */
public enum ResizeFilter {
    /** The triangle, support 1. */
    BILINEAR(1.0) {
        @Override
        double weight(double x) {
            double d = Math.abs(x);
            return d < 1.0 ? 1.0 - d : 0.0;
        }
    },
    /** Keys' cubic with a = -0.5, support 2. */
    BICUBIC(2.0) {
        @Override
        double weight(double x) {
            final double a = -0.5;
            double d = Math.abs(x);
            if (d < 1.0) {
                return ((a + 2.0) * d - (a + 3.0)) * d * d + 1;
            }
            return d < 2.0 ? (((d - 5) * d + 8) * d - 4) * a : 0.0;
        }
    };

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    double support() {
        return support;
    }

    abstract double weight(double x);
}
