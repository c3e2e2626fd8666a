package org.mvit4j.coco.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * COCO's compressed mask string. Run i is written as the difference to run i - 2 from the fourth run on; each number in
 * groups of five bits, least significant first, bit 5 saying that more follow and bit 4 of the last group being the
 * sign; each group as one character from {@code '0'}.
 */
public final class RleString {
    private static final int GROUPS = 7; // 35 bits hold every difference of two 32-bit runs

    private RleString() {}

    /** The string of {@code counts}, unsigned runs. */
    public static String write(int[] counts) {
        byte[] out = new byte[GROUPS * counts.length];
        int size = 0;
        for (int i = 0; i < counts.length; i++) {
            long x = counts[i] & 0xffffffffL;
            if (i > 2) {
                x -= counts[i - 2] & 0xffffffffL;
            }
            boolean more = true;
            while (more) {
                int group = (int) (x & 31);
                x >>= 5;
                more = (group & 16) != 0 ? x != -1 : x != 0;
                out[size++] = (byte) ((more ? group | 32 : group) + '0');
            }
        }
        return new String(out, 0, size, StandardCharsets.ISO_8859_1);
    }

    /**
     * The runs of a string. Characters outside the alphabet count by their low bits, as in the reference.
     *
     * @throws IllegalArgumentException if the string ends inside a number, or a number exceeds 35 bits
     */
    public static int[] parse(byte[] bytes, int start, int end) {
        int[] counts = new int[Math.max(4, Math.min(end - start, 1 << 16))];
        int m = 0;
        int p = start;
        while (p < end && bytes[p] != 0) {
            int value = 0;
            int groups = 0;
            int c;
            do {
                if (p == end || groups == GROUPS) {
                    throw new IllegalArgumentException(
                            p == end ? "the mask string ends inside a number" : "a run in the mask string is too long");
                }
                c = bytes[p++] - '0';
                int shift = 5 * groups++;
                if (shift < 32) {
                    value |= (c & 31) << shift;
                }
            } while ((c & 32) != 0);
            if ((c & 16) != 0 && 5 * groups < 32) {
                value |= -1 << (5 * groups);
            }
            if (m == counts.length) {
                counts = Arrays.copyOf(counts, 2 * m);
            }
            counts[m] = m > 2 ? value + counts[m - 2] : value;
            m++;
        }
        return Arrays.copyOf(counts, m);
    }
}
