package org.mvit4j.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C during long work: asks the work to stop and holds the end of the process until it has. Without that the engine
 * would be torn down under a running computation.
 */
final class Interruption implements AutoCloseable {

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    /** @param stop called from another thread; returns at once */
    Interruption(Runnable stop) {
        hook = new Thread(
                () -> {
                    requested = true;
                    stop.run();
                    try {
                        finished.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process was asked to end. */
    boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        finished.countDown();
        if (!requested) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
