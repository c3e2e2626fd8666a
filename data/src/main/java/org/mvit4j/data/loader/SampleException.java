package org.mvit4j.data.loader;

/** A sample that cannot be used. The message is one line and names the file. */
public final class SampleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
