package org.mvit4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the same work took, several times. */
final class Times {

    private final List<Double> seconds = new ArrayList<>();

    /** CPU seconds of all threads of this process so far; NaN where the system does not say. */
    static double cpuSeconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(duration -> duration.toNanos() * 1e-9)
                .orElse(Double.NaN);
    }

    /** Adds the time since {@link System#nanoTime()} was {@code start}. */
    void addSince(long start) {
        seconds.add((System.nanoTime() - start) / 1e9);
    }

    /**
     * Median, extent and both in matrix products, in a line.
     *
     * @param unit seconds of the product
     * @param digits of the seconds behind the point
     */
    String inProducts(double unit, int digits) {
        List<Double> sorted = seconds.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        String number = "%." + digits + "f";
        return String.format(
                Locale.ROOT,
                "median " + number + " s (" + number + " to " + number + "), %.2f matrix products (best %.2f)",
                median,
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                median / unit,
                sorted.get(0) / unit);
    }
}
