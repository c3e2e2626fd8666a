package org.mvit4j.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The engine itself: started once, with the one manager that lives as long as the process. */
public final class Torch {

    private Torch() {}

    private static final class Holder {
        static final PtNDManager ROOT =
                (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }

    /** Starts the engine when it has not been started. */
    public static void ready() {
        root();
    }

    /** Returns a new manager of CPU memory, to be closed by the caller. */
    public static NDManager newManager() {
        return root().newSubManager();
    }

    /** Returns a new manager of a device's memory, to be closed by the caller. */
    public static NDManager newManager(Device device) {
        return root().newSubManager(device);
    }

    /**
     * Returns threads that run the engine side by side, each with its share of the processors, which all other threads
     * keep using whole. Shutting it down is the caller's.
     *
     * @param count number of threads
     */
    public static ExecutorService workers(int count, String name) {
        root();
        int whole = JniUtils.getNumThreads();
        ExecutorService workers = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        // The engine keeps the number for each thread, and a common one for threads to come: it is put back below.
        CyclicBarrier all = new CyclicBarrier(count);
        List<Future<Integer>> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(workers.submit(() -> {
                JniUtils.getNumThreads(); // a thread's first question sets its number to the common one
                JniUtils.setNumThreads(Math.max(1, whole / count));
                return all.await();
            }));
        }
        try {
            for (Future<Integer> each : started) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            JniUtils.setNumThreads(whole);
        }
        return workers;
    }

    static PtNDManager root() {
        return Holder.ROOT;
    }
}
