package org.mvit4j.coco.data;

import java.util.Arrays;

/** Long keys to non-negative ints by open addressing. */
final class LongIntMap {
    private long[] keys = new long[16];
    private int[] values = filled(16);
    private int size;

    private static int[] filled(int length) {
        int[] values = new int[length];
        Arrays.fill(values, -1);
        return values;
    }

    /** The value of {@code key}, or -1. */
    int get(long key) {
        return values[slot(key)];
    }

    /** Sets the value of {@code key}; answers the previous one, or -1. */
    int put(long key, int value) {
        int slot = slot(key);
        int before = values[slot];
        keys[slot] = key;
        values[slot] = value;
        if (before < 0 && ++size * 2 > keys.length) {
            grow();
        }
        return before;
    }

    int size() {
        return size;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (values[slot] >= 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = filled(keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] >= 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
