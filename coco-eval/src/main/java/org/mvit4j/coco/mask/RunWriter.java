package org.mvit4j.coco.mask;

import java.util.Arrays;

/** Collects the positions at which a mask changes and turns them into runs. */
final class RunWriter {
    private int[] counts = new int[32];
    private int size;
    private int last;

    /** The mask changes at pixel {@code position}. */
    void turn(int position) {
        add(position - last);
        last = position;
    }

    int[] finish(int pixels) {
        add(pixels - last);
        return Arrays.copyOf(counts, size);
    }

    private void add(int run) {
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
        }
        counts[size++] = run;
    }
}
