package org.mvit4j.bench;

import java.io.IOException;
import org.mvit4j.train.run.ProcessMemory;

/** Resident memory of this process, in MB of 10^6 bytes. */
final class Memory {

    private static final int LINES = 20;

    private Memory() {}

    /** One of many runs of the same work. */
    interface Work {
        /** @param run its number, from 1 */
        void run(int run) throws IOException;
    }

    /** Returns the largest resident set so far. */
    static long peakMegabytes() {
        return ProcessMemory.peak() / 1_000_000;
    }

    /**
     * Does the work so many times and prints the resident set about twenty times on the way.
     *
     * @param name of a run, the head of its column
     */
    static void follow(String name, int runs, Work work) throws IOException {
        System.out.printf("%8s %12s%n", name, "resident MB");
        for (int run = 1; run <= runs; run++) {
            work.run(run);
            if (run % Math.max(1, runs / LINES) == 0) {
                System.out.printf("%8d %12d%n", run, ProcessMemory.resident() / 1_000_000);
            }
        }
        System.out.printf("peak %16d%n", peakMegabytes());
    }
}
