package org.mvit4j.coco.eval;

/** Sums in the order in which NumPy adds contiguous doubles: eight partial sums up to 128 numbers, halves beyond. */
final class NumpySum {
    private static final int BLOCK = 128;

    private NumpySum() {}

    static double of(double[] a, int from, int n) {
        if (n < 8) {
            double sum = 0;
            for (int i = from; i < from + n; i++) {
                sum += a[i];
            }
            return sum;
        }
        if (n > BLOCK) {
            int half = n / 2 & ~7;
            return of(a, from, half) + of(a, from + half, n - half);
        }
        double r0 = a[from];
        double r1 = a[from + 1];
        double r2 = a[from + 2];
        double r3 = a[from + 3];
        double r4 = a[from + 4];
        double r5 = a[from + 5];
        double r6 = a[from + 6];
        double r7 = a[from + 7];
        int i = from + 8;
        for (int end = from + (n & ~7); i < end; i += 8) {
            r0 += a[i];
            r1 += a[i + 1];
            r2 += a[i + 2];
            r3 += a[i + 3];
            r4 += a[i + 4];
            r5 += a[i + 5];
            r6 += a[i + 6];
            r7 += a[i + 7];
        }
        double sum = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
        for (; i < from + n; i++) {
            sum += a[i];
        }
        return sum;
    }

    /** The mean of the first {@code n} numbers; -1 if there are none. */
    static double meanOr(double[] a, int n) {
        return n == 0 ? -1 : of(a, 0, n) / n;
    }
}
