package org.mvit4j.data.loader;

import java.util.SplittableRandom;

/** Generators that belong to a seed and a key, independent of each other for different keys. */
public final class SeedMix {

    private SeedMix() {}

    /** A generator for one key of a seed. */
    public static SplittableRandom random(long seed, long key) {
        return new SplittableRandom(mix(mix(seed) + 0x9e3779b97f4a7c15L * (key + 1)));
    }

    /** A generator for a pair of keys of a seed. */
    public static SplittableRandom random(long seed, long key, long second) {
        return random(mix(seed + 0x632be59bd9b4e019L * (second + 1)), key);
    }

    /** The finaliser of MurmurHash3 with the constants of David Stafford's variant 13. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
