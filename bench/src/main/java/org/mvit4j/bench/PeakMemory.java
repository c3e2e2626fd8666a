package org.mvit4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mvit4j.coco.eval.CocoEvalMain;

/** Evaluates as {@link CocoEvalMain} does and then reports this process's peak memory and CPU time on standard error. */
final class PeakMemory {
    private PeakMemory() {}

    public static void main(String[] args) throws IOException {
        CocoEvalMain.main(args);
        System.err.println(megabytes() + " "
                + ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(d -> d.toMillis() / 1e3)
                        .orElse(Double.NaN));
    }

    /** Peak resident memory of this process in MB (10^6 bytes), NaN where the system does not say. */
    static double megabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
                }
            }
        }
        return Double.NaN;
    }
}
