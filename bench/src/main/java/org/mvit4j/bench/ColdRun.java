package org.mvit4j.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program in a process of its own. Memory and CPU time are asked for every few milliseconds while it runs;
 * both only grow, so what is last heard is short of the truth by the last moment at most.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds of all its threads
 * @param peakMegabytes resident memory at its peak in 10^6 bytes; NaN where the system does not say
 * @param output what it wrote
 */
record ColdRun(double seconds, double cpuSeconds, double peakMegabytes, String output) {
    private static final int MILLISECONDS = 5;

    /** Runs {@code command}; a failure is an {@link IOException} with its output. */
    static ColdRun of(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("run", ".log");
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            double cpu = Double.NaN;
            double peak = Double.NaN;
            do {
                cpu = process.info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .map(ms -> ms / 1e3)
                        .orElse(cpu);
                double now = PeakMemory.megabytes(process.pid());
                peak = Double.isNaN(now) ? peak : now;
            } while (!process.waitFor(MILLISECONDS, TimeUnit.MILLISECONDS));
            double seconds = (System.nanoTime() - start) / 1e9;
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + " failed:\n" + text);
            }
            return new ColdRun(seconds, cpu, peak, text);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
