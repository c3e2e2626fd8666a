package org.mvit4j.train.loop;

/** A loss became NaN or infinite. The message names the loss, the step and the samples. */
public final class NonFiniteLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NonFiniteLossException(String message) {
        super(message);
    }
}
