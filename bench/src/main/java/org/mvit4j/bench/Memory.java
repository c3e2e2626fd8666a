package org.mvit4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as the Linux kernel counts it. */
final class Memory {

    private Memory() {}

    /** Returns the largest resident set so far, in MB of 10^6 bytes. */
    static long peakMegabytes() {
        return status("VmHWM:");
    }

    /** Returns the resident set, in MB of 10^6 bytes. */
    static long residentMegabytes() {
        return status("VmRSS:");
    }

    private static long status(String key) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
