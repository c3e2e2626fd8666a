package org.mvit4j.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a forward pass goes, by named parts, on the current thread. Models mark the end of each part;
 * without a recording a mark costs one look-up. On a CPU the engine has finished a part when the call returns; on a GPU
 * it has only been queued, so that the numbers mean little there.
 *
 * <pre>{@code
 * try (Timings timings = Timings.record()) {
 *     detector.detect(image);
 *     timings.nanos().forEach(…);
 * }
 * }</pre>
 */
public final class Timings implements AutoCloseable {

    private static final ThreadLocal<@Nullable Timings> CURRENT = new ThreadLocal<>();

    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private long last = System.nanoTime();

    private Timings() {}

    /** Starts to record on this thread, instead of what was recorded before. */
    public static Timings record() {
        Timings timings = new Timings();
        CURRENT.set(timings);
        return timings;
    }

    /** Adds the time since the last mark to a part. */
    public static void mark(String part) {
        Timings timings = CURRENT.get();
        if (timings != null) {
            long now = System.nanoTime();
            timings.nanos.merge(part, now - timings.last, Long::sum);
            timings.last = now;
        }
    }

    /** Returns nanoseconds by part, in the order in which the parts first ended. */
    public Map<String, Long> nanos() {
        return Collections.unmodifiableMap(nanos);
    }

    @Override
    public void close() {
        CURRENT.remove();
    }
}
