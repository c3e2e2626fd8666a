package org.mvit4j.data.transform;

/**
 * For every output position of one axis: the first input position it reads, how many, and their weights with 22
 * fractional bits.
 *
 * <p>Pillow's {@code precompute_coeffs} and {@code normalize_coeffs_8bpc}: with {@code scale = in / out} and
 * {@code f = max(scale, 1)}, output o is centred on {@code c = (o + 0.5) scale} and reads from
 * {@code (int) (c - support f + 0.5)} to {@code (int) (c + support f + 0.5)}, exclusive, inside the axis.
 */
record ResampleTaps(int[] first, int[] count, int[] weights, int stride) {

    static final int BITS = 22;
    static final int HALF = 1 << (BITS - 1);

    /** Taps of the output positions {@code from} to {@code from + length}, exclusive, of an axis resized to {@code out}. */
    static ResampleTaps of(int in, int out, int from, int length, ResizeFilter filter) {
        double scale = (double) in / out;
        double stretch = Math.max(scale, 1.0);
        double reach = filter.support() * stretch;
        double shrink = 1.0 / stretch;
        int stride = (int) Math.ceil(reach) * 2 + 1;
        int[] first = new int[length];
        int[] count = new int[length];
        int[] weights = new int[Math.multiplyExact(length, stride)];
        double[] w = new double[stride];
        for (int o = 0; o < length; o++) {
            double centre = (from + o + 0.5) * scale;
            int start = Math.max((int) (centre - reach + 0.5), 0);
            int taps = Math.min((int) (centre + reach + 0.5), in) - start;
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                w[k] = filter.weight((k + start - centre + 0.5) * shrink);
                sum += w[k];
            }
            for (int k = 0; k < taps; k++) {
                double unit = sum == 0 ? w[k] : w[k] / sum;
                weights[o * stride + k] = (int) ((unit < 0 ? -0.5 : 0.5) + unit * (1 << BITS));
            }
            first[o] = start;
            count[o] = taps;
        }
        return new ResampleTaps(first, count, weights, stride);
    }

    /** Rounds an accumulated sum to a sample. */
    static int toSample(int sum) {
        return Math.max(0, Math.min(255, sum >> BITS));
    }
}
