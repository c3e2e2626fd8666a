package org.mvit4j.nn;

import java.nio.charset.StandardCharsets;

/**
 * Deterministic weights by name: every value is a function of the parameter's reference name and its flat index, so
 * that two implementations can be compared on a whole model without exchanging a file.
 *
 * <p>The unit value u in [-1, 1) of element i comes from the SplitMix64 finaliser of FNV-1a(name) + (i + 1) times the
 * golden gamma; norms are 1 + 0.1 u and 0.1 u, relative positions 0.1 u, absolute positions and class tokens 0.5 u,
 * biases 0.1 u, everything else u sqrt(3 / fan in); running statistics are 0.1 u and 1 + 0.3 u.
 */
public final class RecipeWeights {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private RecipeWeights() {}

    /** Returns the values of a parameter by its name and shape. */
    public static float[] parameter(String name, long... shape) {
        long fanIn = 1;
        for (int i = 1; i < shape.length; i++) {
            fanIn *= shape[i];
        }
        double offset = 0;
        double scale;
        if (name.endsWith("running_mean")) {
            scale = 0.1;
        } else if (name.endsWith("running_var")) {
            offset = 1;
            scale = 0.3;
        } else if (name.contains("norm")) {
            offset = name.endsWith(".weight") ? 1 : 0;
            scale = 0.1;
        } else if (name.contains("rel_pos")) {
            scale = 0.1;
        } else if (name.contains("pos_embed") || name.contains("cls_token")) {
            scale = 0.5;
        } else if (name.endsWith(".bias")) {
            scale = 0.1;
        } else {
            scale = Math.sqrt(3.0 / fanIn);
        }
        return values(name, size(shape), scale, offset);
    }

    /** Returns the values of an input: 1.5 u. */
    public static float[] input(String name, long... shape) {
        return values(name, size(shape), 1.5, 0);
    }

    /** Returns the unit value of one element. */
    public static double unit(String name, long index) {
        return unit(hash(name), index);
    }

    private static float[] values(String name, int size, double scale, double offset) {
        long hash = hash(name);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (offset + scale * unit(hash, i));
        }
        return values;
    }

    private static double unit(long hash, long index) {
        long z = hash + (index + 1) * GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 40) / 0x1p23 - 1;
    }

    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    private static int size(long... shape) {
        long size = 1;
        for (long extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return Math.toIntExact(size);
    }
}
