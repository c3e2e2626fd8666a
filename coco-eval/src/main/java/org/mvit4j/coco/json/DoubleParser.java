package org.mvit4j.coco.json;

import java.math.BigInteger;

/**
 * Decimal to double, correctly rounded. Up to 19 digits go through exact double arithmetic where that suffices, else
 * through one 64×128-bit product (D. Lemire, "Number parsing at a gigabyte per second", 2021); what that cannot decide
 * is left to {@link Double#parseDouble}.
 */
final class DoubleParser {
    private static final int MIN_POWER = -64;
    private static final int MAX_POWER = 64;
    private static final int MANTISSA_BITS = 52;

    private static final double[] EXACT = new double[23];
    /** 128-bit approximations of 5^q, q = MIN_POWER..MAX_POWER, normalised to a leading one: high, low. */
    private static final long[] HIGH = new long[MAX_POWER - MIN_POWER + 1];

    private static final long[] LOW = new long[MAX_POWER - MIN_POWER + 1];

    static {
        EXACT[0] = 1;
        for (int i = 1; i < EXACT.length; i++) {
            EXACT[i] = EXACT[i - 1] * 10; // exact: 10^22 has 52 bits of 5^22
        }
        BigInteger five = BigInteger.valueOf(5);
        BigInteger power = BigInteger.ONE;
        for (int q = 0; q <= MAX_POWER; q++) {
            store(q, power);
            if (q > 0 && -q >= MIN_POWER) {
                int bits = power.bitLength();
                int shift = q <= 27 ? bits + 127 : 2 * bits + 128;
                store(-q, BigInteger.ONE.shiftLeft(shift).divide(power).add(BigInteger.ONE));
            }
            power = power.multiply(five);
        }
    }

    private DoubleParser() {}

    private static void store(int q, BigInteger value) {
        BigInteger normal = value.bitLength() > 128
                ? value.shiftRight(value.bitLength() - 128)
                : value.shiftLeft(128 - value.bitLength());
        HIGH[q - MIN_POWER] = normal.shiftRight(64).longValue();
        LOW[q - MIN_POWER] = normal.longValue();
    }

    /**
     * The double nearest to {@code digits * 10^power}, or NaN when the fast paths cannot decide.
     *
     * @param digits up to 19 decimal digits, as an unsigned long
     */
    static double nearest(long digits, int power) {
        if (digits >= 0 && digits <= 1L << 53 && power >= -22 && power <= 22) {
            return power < 0 ? digits / EXACT[-power] : digits * EXACT[power];
        }
        if (digits == 0) {
            return 0;
        }
        return power < MIN_POWER || power > MAX_POWER ? Double.NaN : product(digits, power);
    }

    private static double product(long digits, int power) {
        int shift = Long.numberOfLeadingZeros(digits);
        long w = digits << shift;
        long factor = HIGH[power - MIN_POWER];
        long high = unsignedHigh(w, factor);
        long low = w * factor;
        if ((high & 0x1ff) == 0x1ff) {
            long more = unsignedHigh(w, LOW[power - MIN_POWER]);
            low += more;
            if (Long.compareUnsigned(low, more) < 0) {
                high++;
            }
        }
        if (low == -1 && (power < -27 || power > 55)) {
            return Double.NaN;
        }
        int upper = (int) (high >>> 63);
        int drop = upper + 64 - MANTISSA_BITS - 3;
        long mantissa = high >>> drop;
        long exponent = ((217706L * power) >> 16) + 63 + upper - shift + 1023;
        if (exponent <= 0 || exponent >= 0x7fe) {
            return Double.NaN;
        }
        boolean halfway = (low == 0 || low == 1) && power >= -4 && power <= 23 && (mantissa & 3) == 1;
        if (halfway && mantissa << drop == high) {
            mantissa &= ~1L;
        }
        mantissa += mantissa & 1;
        mantissa >>>= 1;
        if (mantissa >= 1L << (MANTISSA_BITS + 1)) {
            mantissa = 1L << MANTISSA_BITS;
            exponent++;
        }
        return Double.longBitsToDouble((exponent << MANTISSA_BITS) | (mantissa & ((1L << MANTISSA_BITS) - 1)));
    }

    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
