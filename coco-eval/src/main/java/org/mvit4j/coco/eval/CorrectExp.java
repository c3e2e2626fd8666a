package org.mvit4j.coco.eval;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The exponential function, correctly rounded. No two mathematical libraries agree on the last bit, so the definition
 * itself is computed: a table of 2^(j/64) in double-double and a short series, good to some 2^-66, and where that leaves
 * the rounding open, sixty decimal digits.
 */
final class CorrectExp {
    private static final int STEPS = 64;
    private static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);
    private static final double OPEN = 0x1p-62; // relative error granted to the fast path, generously

    private static final double[] TABLE_HIGH = new double[STEPS];
    private static final double[] TABLE_LOW = new double[STEPS];
    private static final double LN2_HIGH;
    private static final double LN2_MIDDLE;
    private static final double LN2_LOW;
    private static final double INVERSE = STEPS / 0.6931471805599453;

    static {
        BigDecimal root = BigDecimal.valueOf(2);
        for (int i = STEPS; i > 1; i /= 2) {
            root = root.sqrt(DIGITS);
        }
        BigDecimal power = BigDecimal.ONE;
        for (int j = 0; j < STEPS; j++) {
            TABLE_HIGH[j] = power.doubleValue();
            TABLE_LOW[j] = power.subtract(new BigDecimal(TABLE_HIGH[j])).doubleValue();
            power = power.multiply(root, DIGITS);
        }
        BigDecimal step = naturalLogarithmOf2().divide(BigDecimal.valueOf(STEPS), DIGITS);
        // 32 leading bits, so that products with step numbers below 2^20 are exact
        LN2_HIGH = Double.longBitsToDouble(Double.doubleToRawLongBits(step.doubleValue()) & 0xffff_ffff_ffe0_0000L);
        BigDecimal rest = step.subtract(new BigDecimal(LN2_HIGH));
        LN2_MIDDLE = Double.longBitsToDouble(Double.doubleToRawLongBits(rest.doubleValue()) & 0xffff_ffff_ffe0_0000L);
        LN2_LOW = rest.subtract(new BigDecimal(LN2_MIDDLE)).doubleValue();
    }

    private CorrectExp() {}

    /** ln 2 = 2 artanh(1/3). */
    private static BigDecimal naturalLogarithmOf2() {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(3), DIGITS);
        for (int k = 1; k < 140; k += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
            power = power.divide(BigDecimal.valueOf(9), DIGITS);
        }
        return sum.multiply(BigDecimal.valueOf(2));
    }

    /** e to the power of {@code x}, rounded to the nearest double. */
    static double of(double x) {
        if (Double.isNaN(x) || x == Double.POSITIVE_INFINITY) {
            return x;
        }
        if (x == 0) {
            return 1;
        }
        if (x < -746) {
            return 0;
        }
        if (x > 700 || x < -700) {
            return x > 710 ? Double.POSITIVE_INFINITY : slow(x);
        }
        int n = (int) Math.rint(x * INVERSE);
        double a = x - n * LN2_HIGH; // exact
        double b = n * LN2_MIDDLE; // exact
        double r = a - b;
        double tail = ((a - r) - b) - n * LN2_LOW;
        double q = tail + r * r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
        int j = n & (STEPS - 1);
        double t = TABLE_HIGH[j];
        double product = t * r;
        double productLow = Math.fma(t, r, -product);
        double high = t + product;
        double low = ((t - high) + product) + (productLow + (t * q + TABLE_LOW[j] * (1 + r)));
        double sum = high + low;
        double left = (high - sum) + low;
        double ulp = Math.ulp(sum);
        if (Math.abs(Math.abs(left) - ulp / 2) < sum * OPEN || Math.abs(Math.abs(left) - ulp / 4) < sum * OPEN) {
            return slow(x);
        }
        return Math.scalb(sum, n >> 6);
    }

    /** By definition, to sixty digits. */
    static double slow(double x) {
        int halvings = 16;
        BigDecimal r = new BigDecimal(x).divide(BigDecimal.valueOf(1L << halvings), DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 1; k < 40; k++) {
            term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum.doubleValue();
    }
}
