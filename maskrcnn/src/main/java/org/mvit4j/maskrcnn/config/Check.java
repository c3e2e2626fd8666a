package org.mvit4j.maskrcnn.config;

import java.util.Collection;

/** Conditions on settings; the loader puts the file and the key before the message. */
final class Check {

    private Check() {}

    static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    static void positive(String key, double value) {
        that(value > 0 && Double.isFinite(value), key + " is " + value + "; it must be above 0");
    }

    static void fraction(String key, double value) {
        that(value >= 0 && value <= 1, key + " is " + value + "; it must lie in 0 to 1");
    }

    static void notEmpty(String key, Collection<?> values) {
        that(!values.isEmpty(), key + " is empty; give it at least one entry");
    }

    static void size(String key, Collection<?> values, int size) {
        that(values.size() == size, key + " has " + values.size() + " entries; it needs " + size);
    }

    static void allPositive(String key, Collection<? extends Number> values) {
        for (Number value : values) {
            positive("an entry of " + key, value.doubleValue());
        }
    }
}
