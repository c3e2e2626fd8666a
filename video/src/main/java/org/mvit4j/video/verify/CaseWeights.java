package org.mvit4j.video.verify;

/**
 * The deterministic values of the video reference cases: element {@code i} of tensor number {@code k} is {@code base +
 * amp (u / 2^32 - 0.5)} with a 32-bit hash {@code u} of both numbers.
 */
final class CaseWeights {

    /** The tensor number of inputs. */
    static final int INPUT = 1000;

    /** The amplitude of inputs. */
    static final double INPUT_AMP = 4;

    private static final long MASK = 0xFFFFFFFFL;

    private CaseWeights() {}

    static float[] values(int k, long size, double base, double amp) {
        float[] values = new float[Math.toIntExact(size)];
        long offset = (k + 1L) * 40503 * 65537 & MASK;
        for (int i = 0; i < values.length; i++) {
            long u = ((i + 1L) * 2654435761L & MASK) + offset & MASK;
            u ^= u >>> 15;
            u = u * 2246822519L & MASK;
            u ^= u >>> 13;
            values[i] = (float) (base + amp * (u / 0x1p32 - 0.5));
        }
        return values;
    }
}
