package org.mvit4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Progress in MiB for work that counts bytes; files too small to wait for show none. */
final class MebibyteProgress implements LongConsumer, AutoCloseable {

    private static final long WORTH_SHOWING = 256L << 20;

    private final Progress progress;
    private long bytes;

    private MebibyteProgress(Progress progress) {
        this.progress = progress;
    }

    /** Progress over a file that is read {@code times} times. */
    static MebibyteProgress over(Console console, String task, Path file, int times) {
        try {
            long size = times * Files.size(file);
            return new MebibyteProgress(
                    size < WORTH_SHOWING ? Progress.silent() : console.progress(task + " (MiB)", size >> 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void accept(long more) {
        long before = bytes >> 20;
        bytes += more;
        progress.step((bytes >> 20) - before);
    }

    @Override
    public void close() {
        progress.close();
    }
}
