package org.mvit4j.data.mask;

import java.util.Arrays;

/** Grows the run lengths of a binary mask: zeros first, alternating, down the columns. */
final class MaskRuns {

    private int[] runs = new int[64];
    private int last;

    /** Appends pixels of one value. */
    void add(boolean value, int length) {
        if (length == 0) {
            return;
        }
        boolean current = (last & 1) == 1;
        if (value != current) {
            last++;
            if (last == runs.length) {
                runs = Arrays.copyOf(runs, 2 * last);
            }
        }
        runs[last] += length;
    }

    int[] toArray() {
        return Arrays.copyOf(runs, last + 1);
    }
}
