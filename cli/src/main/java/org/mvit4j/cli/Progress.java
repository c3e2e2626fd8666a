package org.mvit4j.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress of long work, advanced by {@link #step} from any thread and ended by {@link #close}. On a terminal it is a
 * bar that redraws itself; in a log it is one line every {@value #SECONDS_BETWEEN_LINES} seconds and one at the end.
 */
abstract class Progress implements AutoCloseable {

    static final long SECONDS_BETWEEN_LINES = 10;

    /** Advances by {@code n} steps. */
    abstract void step(long n);

    /** Shows a short text beside the count, such as the file in work or the current loss. */
    abstract void message(String text);

    @Override
    public abstract void close();

    /** Progress nobody sees. */
    static Progress silent() {
        return new Progress() {
            @Override
            void step(long n) {}

            @Override
            void message(String text) {}

            @Override
            public void close() {}
        };
    }

    /** A bar on standard error. */
    static Progress bar(String task, long total) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .showSpeed()
                .build();
        return new Progress() {
            @Override
            void step(long n) {
                bar.stepBy(n);
            }

            @Override
            void message(String text) {
                bar.setExtraMessage(text);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** Lines for a log. */
    static Progress lines(String task, long total, Consumer<String> sink) {
        return new Lines(task, total, sink, System::nanoTime);
    }

    /** A line when enough time has passed; the clock is a parameter so that tests need not wait. */
    static final class Lines extends Progress {

        private final String task;
        private final long total;
        private final Consumer<String> sink;
        private final LongSupplier nanoTime;
        private final long start;
        private long lastLine;
        private long done;
        private String message = "";

        Lines(String task, long total, Consumer<String> sink, LongSupplier nanoTime) {
            this.task = task;
            this.total = total;
            this.sink = sink;
            this.nanoTime = nanoTime;
            this.start = nanoTime.getAsLong();
            this.lastLine = start;
        }

        @Override
        synchronized void step(long n) {
            done += n;
            long now = nanoTime.getAsLong();
            if (now - lastLine >= Duration.ofSeconds(SECONDS_BETWEEN_LINES).toNanos()) {
                lastLine = now;
                sink.accept(line(now));
            }
        }

        @Override
        synchronized void message(String text) {
            message = text;
        }

        @Override
        public synchronized void close() {
            sink.accept(line(nanoTime.getAsLong()));
        }

        private String line(long now) {
            double seconds = (now - start) / 1e9;
            StringBuilder line = new StringBuilder(task).append(' ').append(done);
            if (total >= 0) {
                line.append('/').append(total);
            }
            line.append(String.format(Locale.ROOT, ", %.1f s", seconds));
            if (seconds > 0 && done > 0) {
                line.append(String.format(Locale.ROOT, ", %.3g/s", done / seconds));
                if (total > done) {
                    line.append(String.format(Locale.ROOT, ", %.0f s left", seconds / done * (total - done)));
                }
            }
            return message.isEmpty()
                    ? line.toString()
                    : line.append("; ").append(message).toString();
        }
    }
}
