package org.mvit4j.nn;

import ai.djl.pytorch.jni.JniUtils;

/**
 * A scope in which the current thread records no gradients.
 *
 * <p>The engine's gradient mode belongs to the thread and is <em>on</em> in every thread but the one that loaded the
 * engine, so a worker that runs a model outside training must open this scope:
 *
 * <pre>{@code try (InferenceMode ignored = InferenceMode.enter()) { … }}</pre>
 */
public final class InferenceMode implements AutoCloseable {

    private final boolean previous;

    private InferenceMode(boolean previous) {
        this.previous = previous;
    }

    /** Turns gradients off for the current thread until the scope is closed. */
    public static InferenceMode enter() {
        Torch.ready();
        boolean previous = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        return new InferenceMode(previous);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(previous);
    }
}
