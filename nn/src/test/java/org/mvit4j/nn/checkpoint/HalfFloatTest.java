package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against arithmetic in double precision: the nearest half, ties to even. */
class HalfFloatTest {
    private static double f16(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        if (exponent == 31) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0
                ? sign * fraction * Math.pow(2, -24)
                : sign * (1024 + fraction) * Math.pow(2, exponent - 25);
    }

    @Test
    void everyHalfWidensAndReturns() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.fromF16((short) bits);
            assertThat(Float.compare(value, (float) f16(bits))).isZero();
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.toF16(value)).isEqualTo((short) bits);
            }
            float wide = HalfFloat.fromBf16((short) bits);
            assertThat(Float.floatToRawIntBits(wide)).isEqualTo(bits << 16);
            if (!Float.isNaN(wide)) {
                assertThat(HalfFloat.toBf16(wide)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfFloat.fromF16(HalfFloat.toF16(Float.NaN))).isNaN();
        assertThat(HalfFloat.fromBf16(HalfFloat.toBf16(Float.intBitsToFloat(0x7F800001))))
                .isNaN();
    }

    @Test
    void narrowsToTheNearestEven() {
        Random random = new Random(7);
        for (int i = 0; i < 500_000; i++) {
            int bits = 0x33000000 + random.nextInt(0x47800000 - 0x33000000); // 2^-25 to 65536
            if (i % 3 == 0) {
                bits &= ~0xFFF; // ties
            }
            float value = Float.intBitsToFloat(bits);
            int low = 0;
            for (int step = 1 << 14; step > 0; step >>= 1) {
                if (low + step <= 0x7BFF && f16(low + step) <= value) {
                    low += step;
                }
            }
            double above = low == 0x7BFF ? 65536 : f16(low + 1);
            double toLow = value - f16(low);
            double toHigh = above - value;
            int nearest = toLow < toHigh || toLow == toHigh && low % 2 == 0 ? low : low + 1;
            assertThat(HalfFloat.toF16(value)).as("%s", value).isEqualTo((short) nearest);
            assertThat(HalfFloat.toF16(-value)).isEqualTo((short) (nearest | 0x8000));
        }
    }

    @Test
    void bfloat16RoundsToTheNearestEven() {
        assertThat(HalfFloat.toBf16(Float.intBitsToFloat(0x3F808000))).isEqualTo((short) 0x3F80);
        assertThat(HalfFloat.toBf16(Float.intBitsToFloat(0x3F818000))).isEqualTo((short) 0x3F82);
        assertThat(HalfFloat.toBf16(Float.intBitsToFloat(0x3F808001))).isEqualTo((short) 0x3F81);
        assertThat(HalfFloat.toBf16(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
    }
}
