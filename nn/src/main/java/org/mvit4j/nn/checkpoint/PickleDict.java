package org.mvit4j.nn.checkpoint;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dict out of a pickle. Scalar keys compare by value, all others by identity, so that no key can be made to recurse. */
final class PickleDict {
    private final Map<Object, Object> entries = new LinkedHashMap<>();

    void put(Object key, Object value) {
        boolean scalar = key instanceof String
                || key instanceof Long
                || key instanceof Double
                || key instanceof Boolean
                || key instanceof BigInteger
                || key == PickleMachine.NONE;
        entries.put(scalar ? key : new Object(), value);
    }

    @Nullable
    Object get(String key) {
        return entries.get(key);
    }

    Map<Object, Object> entries() {
        return entries;
    }

    int size() {
        return entries.size();
    }
}
