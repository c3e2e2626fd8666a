package org.mvit4j.coco;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads for one job. Waiting for a part means helping with the others, so jobs may nest. Written
 * without lambdas: the evaluator's cold start pays for none.
 */
public final class Workers implements AutoCloseable {
    private final int threads;
    private final @Nullable ForkJoinPool pool;

    /** Workers on {@code threads} threads; with one, everything runs in the calling thread. */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        this.threads = threads;
        pool = threads == 1 ? null : new ForkJoinPool(threads);
    }

    /** As many threads as the machine has processors. */
    public static Workers ofMachine() {
        return new Workers(Runtime.getRuntime().availableProcessors());
    }

    /** Number of threads. */
    public int threads() {
        return threads;
    }

    /** Runs {@code job} on one of the threads and waits for it. */
    public <T> T call(Callable<T> job) {
        Task<T> task = new Task<>(job);
        return pool == null ? task.compute() : pool.invoke(task);
    }

    /** Starts {@code job}; to be called inside {@link #call}. With one thread the job runs when it is joined. */
    public <T> ForkJoinTask<T> fork(Callable<T> job) {
        Task<T> task = new Task<>(job);
        return pool == null ? task : task.fork();
    }

    /** The result of a forked job. */
    public <T> T join(ForkJoinTask<T> task) {
        return pool == null ? task.invoke() : task.join();
    }

    /** Runs {@code body} for 0..count-1 in no particular order and waits for all; to be called inside {@link #call}. */
    public void forEach(int count, IntConsumer body) {
        AtomicInteger next = new AtomicInteger();
        int helpers = Math.min(threads, count) - 1;
        @SuppressWarnings({"rawtypes", "unchecked"})
        ForkJoinTask<Boolean>[] others = new ForkJoinTask[Math.max(0, helpers)];
        for (int i = 0; i < others.length; i++) {
            others[i] = fork(new Loop(next, count, body));
        }
        try {
            new Loop(next, count, body).call();
        } finally {
            next.addAndGet(count); // on failure, keep the others from starting more
            for (ForkJoinTask<Boolean> other : others) {
                other.quietlyJoin();
            }
        }
        for (ForkJoinTask<Boolean> other : others) {
            join(other);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }

    private record Loop(AtomicInteger next, int count, IntConsumer body) implements Callable<Boolean> {
        @Override
        public Boolean call() {
            for (int i = next.getAndIncrement(); i < count && i >= 0; i = next.getAndIncrement()) {
                body.accept(i);
            }
            return Boolean.TRUE;
        }
    }

    private static final class Task<T> extends RecursiveTask<T> {
        private static final long serialVersionUID = 1;
        private final transient Callable<T> job;

        Task(Callable<T> job) {
            this.job = job;
        }

        @Override
        protected T compute() {
            try {
                return job.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
