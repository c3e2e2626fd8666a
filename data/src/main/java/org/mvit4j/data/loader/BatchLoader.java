package org.mvit4j.data.loader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prepares batches ahead of their use on several threads and hands them out in order.
 *
 * <p>Work is admitted in order while the bounds of its memory fit the budget; the batch that is wanted next is admitted
 * always, so that a budget smaller than one batch slows down but does not block. Everything is called from one consumer
 * thread, except {@link SampleSource#load}.
 */
public final class BatchLoader<T> implements AutoCloseable {

    private static final int MOST_REPLACEMENTS = 100;
    private static final AtomicInteger LOADERS = new AtomicInteger();

    private final SampleSource<T> source;
    private final BatchSampler sampler;
    private final Settings settings;
    private final ExecutorService workers;
    private final Deque<Pending<T>> ahead = new ArrayDeque<>();
    private final AtomicLong reserved = new AtomicLong();
    private long waitedNanos;
    private long peakReserved;
    private volatile boolean closed;

    /**
     * How batches are prepared.
     *
     * @param threads that decode and augment, at least 1
     * @param budgetBytes memory for batches in preparation or waiting
     * @param batchesAhead most batches prepared ahead
     * @param seed of the samples' randomness
     * @param skipped told of each sample that cannot be used and is replaced by another; null to stop instead
     */
    public record Settings(
            int threads,
            long budgetBytes,
            int batchesAhead,
            long seed,
            @Nullable Consumer<String> skipped) {

        public Settings {
            if (threads < 1 || budgetBytes < 1 || batchesAhead < 1) {
                throw new IllegalArgumentException("a loader needs a thread, some memory and a batch ahead, got "
                        + threads + " threads, " + budgetBytes + " bytes, " + batchesAhead + " batches");
            }
        }

        /** Two threads, 1 GiB, up to 16 batches, stopping at the first bad sample. */
        public static Settings standard(long seed) {
            return new Settings(2, 1L << 30, 16, seed, null);
        }
    }

    /**
     * A batch.
     *
     * @param samples in the sampler's order
     * @param after the sampler's state after this batch, to resume from
     */
    public record Batch<T>(List<T> samples, BatchSampler.State after) {}

    private record Pending<T>(List<Future<T>> samples, long cost, BatchSampler.State after) {}

    public BatchLoader(SampleSource<T> source, BatchSampler sampler, Settings settings) {
        this.source = source;
        this.sampler = sampler;
        this.settings = settings;
        int number = LOADERS.incrementAndGet();
        AtomicInteger thread = new AtomicInteger();
        workers = Executors.newFixedThreadPool(settings.threads(), task -> {
            Thread worker = new Thread(task, "loader-" + number + "-" + thread.incrementAndGet());
            worker.setDaemon(true);
            return worker;
        });
    }

    /**
     * The next batch; waits until it is ready.
     *
     * @throws SampleException if one of its samples cannot be used and none is to be skipped
     */
    public Batch<T> next() throws InterruptedException {
        admit();
        Pending<T> pending = ahead.removeFirst();
        long start = System.nanoTime();
        try {
            List<T> samples = new ArrayList<>(pending.samples().size());
            for (Future<T> sample : pending.samples()) {
                samples.add(sample.get());
            }
            return new Batch<>(samples, pending.after());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            waitedNanos += System.nanoTime() - start;
            reserved.addAndGet(-pending.cost());
            admit();
        }
    }

    private void admit() {
        while (ahead.size() < settings.batchesAhead()) {
            BatchSampler.State before = sampler.state();
            List<Draw> draws = sampler.next();
            long cost =
                    draws.stream().mapToLong(draw -> source.cost(draw.index())).sum();
            if (!ahead.isEmpty() && reserved.get() + cost > settings.budgetBytes()) {
                sampler.restore(before);
                return;
            }
            peakReserved = Math.max(peakReserved, reserved.addAndGet(cost));
            BatchSampler.State after = sampler.state();
            List<Future<T>> samples =
                    draws.stream().map(draw -> workers.submit(() -> load(draw))).toList();
            ahead.addLast(new Pending<>(samples, cost, after));
        }
    }

    private T load(Draw draw) {
        int index = draw.index();
        for (int attempt = 0; ; attempt++) {
            try {
                return source.load(index, SeedMix.random(settings.seed(), draw.number(), attempt));
            } catch (IOException | RuntimeException e) {
                String message = source.name(index) + ": " + oneLine(e, source.name(index));
                Consumer<String> skipped = settings.skipped();
                if (skipped == null || closed) {
                    throw new SampleException(message, e);
                }
                if (attempt == MOST_REPLACEMENTS) {
                    throw new SampleException(
                            message + " (and " + MOST_REPLACEMENTS + " others before; check the image folder)", e);
                }
                skipped.accept(message);
                index = SeedMix.random(settings.seed(), draw.number(), -1 - attempt)
                        .nextInt(source.size());
            }
        }
    }

    /** The reason without the name that stands before it already. */
    private static String oneLine(Exception e, String name) {
        String message = e.getMessage();
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "there is no such file";
        }
        if (message == null) {
            return e.getClass().getSimpleName();
        }
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.startsWith(name + ": ") ? line.substring(name.length() + 2) : line;
    }

    /** Total time that {@link #next} waited for samples. */
    public double waitedSeconds() {
        return waitedNanos * 1e-9;
    }

    /** The most memory that was ever admitted, in bytes. */
    public long peakBytes() {
        return peakReserved;
    }

    /** Stops the threads; batches in preparation are dropped. */
    @Override
    public void close() {
        closed = true;
        workers.shutdownNow();
        ahead.clear();
    }
}
